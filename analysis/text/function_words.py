"""English words that say how a sentence is built, not what it is about."""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those each every either neither some any no none all both half many
    much more most few fewer less least several such own other another same
    i me my mine myself we us our ours ourselves you your yours he him his himself she her hers
    herself it its itself they them their theirs themselves one ones who whom whose which what
    someone somebody something anyone anybody anything everyone everybody everything nobody nothing
    am is are was were be been being do does did doing done have has had having
    will would shall should can could may might must ought cannot
    not don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't shouldn't
    hasn't haven't hadn't it's that's he's she's they're we're i'm i've there's
    and or but nor so yet if unless because since although though while whereas whether than as
    of in on at by for from to into onto out off up down over under about above below between among
    against across along around after before during through throughout until till upon with within
    without toward towards via per near beside besides beyond behind despite except like
    there here where when why how then now again ever never always often once also too very just
    only even still already almost quite rather however therefore thus hence
    say says said saying according told tell
    mr mrs ms
    """.split()
)
