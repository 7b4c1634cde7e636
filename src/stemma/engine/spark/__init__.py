"""The engine for more than one machine: Spark, over the same functions. Needs the extra `stemma-news[spark]`."""

from __future__ import annotations

from stemma.engine.spark.cluster import Spark

__all__ = ["Spark"]
