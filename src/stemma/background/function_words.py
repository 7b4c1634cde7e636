"""English function words: articles, pronouns, prepositions, conjunctions, auxiliaries, particles, and the commonest adverbs.

A closed list written for this package. It holds what carries grammar rather than matter, contractions and the pieces that
tokenisers make of them ("n't", "'ll") included; no verb of saying, no number word above "one", no name.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
a an the this that these those some any each every either neither no none both all another other others such same own
much many more most few fewer fewest less least several enough one ones
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves who whom whose which what whoever whatever whichever
someone somebody something anyone anybody anything everyone everybody everything nobody nothing
about above across after against along alongside amid among amongst around as at before behind below beneath beside
besides between beyond but by despite down during except for from in inside into like near of off on onto out outside
over past per since than through throughout till to toward towards under underneath until unto up upon via with within
without
and or nor so yet if because although though unless while whilst whereas whether when whenever where wherever why how
am is are was were be been being do does did doing done have has had having will would shall should can could may might
must ought cannot
not never n't 's 're 've 'll 'd 'm don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't won't wouldn't
can't couldn't shouldn't mustn't it's he's she's that's there's what's who's i'm i've i'll i'd we're we've we'll we'd
you're you've you'll you'd they're they've they'll they'd let's
again also already almost always away back else even ever far further here hence just later maybe now often once only
perhaps quite rather really still then thence there thereby therefore thus together too very well
"""
FUNCTION_WORDS: Final[frozenset[str]] = frozenset(_WORDS.split())


def is_function_word(word: str) -> bool:
    """Whether `word`, in any case and with straight or curly apostrophes, is an English function word."""
    return word.casefold().replace("’", "'") in FUNCTION_WORDS
