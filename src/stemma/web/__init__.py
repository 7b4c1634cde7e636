"""The local app: a desk on which pages are dropped, dossiers read, and what is wrong in them put right.

Server-rendered, for this machine alone, and whole without JavaScript. It decides nothing about reports: pages go to the pipeline,
dossiers come from the archive and are drawn by `stemma.dossier`, and what a person says is kept as a `Correction`. Only this room
and `stemma correct` have a clock. `create_app` makes the app; `stemma.web.server` serves it. Needs the extra `stemma-news[web]`.
"""
