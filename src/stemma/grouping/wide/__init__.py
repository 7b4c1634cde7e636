"""Stories in collections: articles grouped by their texts alone, as many as there are, and kept up to date as they come and go."""

from stemma.grouping.wide.binding import binding
from stemma.grouping.wide.frozen import freeze, put_back, thaw
from stemma.grouping.wide.standing import Change, Changed, Standing, group_texts

__all__ = ["Change", "Changed", "Standing", "binding", "freeze", "group_texts", "put_back", "thaw"]
