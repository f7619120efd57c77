"""Words that say how a sentence is built and nothing of what it is about, folded (no accent, no case)."""

ENGLISH = frozenset(
    """
    a about above after again against all also am an and any anybody anyone anything are aren as at be because been
    before being below between both but by can cannot could couldn did didn do does doesn doing don done down during
    each either else ever every everyone few for from further get gets getting give given go goes going got had hadn
    has hasn have haven having he hello her here hers herself hi him himself his how however i if in into is isn it
    its itself just kind let like may me might more most much must my myself need needs neither no nobody nor not of
    off often on once one only or other our ours ourselves out over own per please rather really same shall she
    should shouldn since so some somebody someone something still such than thank thanks that the their theirs them
    themselves then there these they thing things this those though through thus to together too under until up upon
    us very was wasn we well were weren what whatever when where whether which while who whom whose why will with
    within without won would wouldn yes yet you your yours yourself
    two three four five six seven eight nine ten
    """.split()
)

FRENCH = frozenset(
    """
    a ai aie aient ait alors apres as au aucun aucune aupres auquel aura aurait aussi autre autres aux avaient avait
    avant avec avez avoir avons ayant beaucoup bien bonjour ca car ce ceci cela celle celles celui cependant certain
    certaine certaines certains ces cet cette ceux chacun chaque chez comme comment dans de deja depuis des desquels
    devoir doit doivent donc dont du duquel elle elles en encore entre es est et etaient etait etant etc ete etes
    etre eu eux fait faire faut fois font hors ici il ils je jusqu jusque la laquelle le lequel les lesquelles
    lesquels leur leurs lors lui ma mais me meme memes merci mes moi moins mon ne ni non nos notre notres nous on
    ont ou par parce parfois parmi pas pendant personne peu peut peuvent peux plus plusieurs plutot pour pourquoi
    pourrait pouvez pouvoir pres puis puisque qu quand que quel quelle quelles quelqu quelque quelques quels qui
    quoi sa sans se sera serait ses seulement si sien soi soit sommes son sont sous souvent suis sur ta tandis tant
    te tel telle telles tels tes toi ton toujours tous tout toute toutes tres trop tu un une vers via voici voila
    vos votre votres vous y
    combien deux trois quatre cinq sept huit neuf dix t
    """.split()
)

ASKING = frozenset(
    """
    advice ask asking explain find help helped helping helps know knowing knows look looking someone suggest tell
    understand want wants wondering
    aider aidez aimerais cherche chercher comprendre connaissent connait connaissez connaitre demander explique
    expliquer quelqu sais sait savent savez savoir trouver veut veux voudrais
    """.split()
)
"""Words by which people ask, in both languages: content in a thing, manners in a question."""

DOUBTFUL = frozenset(
    """
    ai aux car ces comment eu font ils la ma mes mon ni par plus pour sa sans sera si son ta tel ton un
    an are as but if or
    """.split()
)
"""Function words of one language that are content in the other (car, or), or short for something (AI, MES, EU)."""

STOPWORDS = {"en": ENGLISH, "fr": FRENCH}
"""By ISO 639-1 code of the language."""
