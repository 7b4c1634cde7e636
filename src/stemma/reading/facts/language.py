"""In which language is this? The script tells some; the commonest small words and the letters peculiar to a language the rest."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = {
    "en": "the of and to in a is that for it was on with as at by from have has this be are said not but an were they which or he "
    "his she her their who will would been had we you i if there what when more one about after up out than into its our "
    "your",
    "de": "der die das und ist nicht von zu mit den des ein eine auf dem im für sich auch als wird hat sind bei nach einer aus am "
    "um noch wie über einen so zum war haben nur oder aber vor zur bis mehr durch man dann ich es sie er wir dass werden "
    "wurde",
    "fr": "le la les des et est une du que qui dans pour pas sur au par ce il plus avec sont ne se aux été cette ont son un de "
    "elle nous vous mais ou comme ses leur être sa fait à deux était entre après même dont je ils aussi",
    "es": "el la los las de y que en un una por con para del se no es su al lo como más fue este han ha sus entre pero le también "
    "hasta desde cuando muy sin sobre años ser según esta son dos tiene yo a o ya está",
    "it": "il la le gli di e che un una per non con del della sono è nel alla dei da come più ha anche si dal al ma lo i in "
    "questo stato dalla delle nella tra essere suo dopo sua hanno due anni ed io mi ci degli",
    "pt": "o os as de e que em um uma para com não do da dos das no na se por mais como foi ao pelo sua seu são à também ele ela "
    "pela é até anos entre sobre mas ser nos está já quando eu a ou segundo tem",
    "nl": "de het een en van is dat op te in niet zijn voor met die aan er ook als bij maar naar door uit wordt heeft om hij ze "
    "nog worden over dan werd kan meer al deze zich tot was hebben je ik wel geen onder",
    "sv": "och att det som en på är av för med den till har de inte om ett han var jag från men vi kan ska under så hon sig ut nu "
    "när efter eller hade också år skulle över där mot mycket bara",
    "da": "og at det er en til af for på der de med den har ikke som et om fra men kan var vi han sig blev jeg efter så også hun "
    "nu skal være år over eller hvor hvad meget mod ved deres siger bliver igen først blandt uden hvis mens",
    "no": "og at det er en til av for på som de med den har ikke et om fra men kan var vi han seg ble jeg etter så også hun nå "
    "skal være år over eller hvor hva mye mot ved sier blir opp ut noe når",
    "fi": "ja on ei että se oli hän mutta ovat kun myös tai joka jos niin kuin sen voi nyt vain mukaan ole jo mitä sekä siitä "
    "olla vuoden ollut tämä minä me he kanssa vielä",
    "is": "og að er í á sem til við en um ekki það af með var fyrir hann hefur þá þar frá eru ég þetta hún eftir eða verið en því",
    "pl": "i w na z do nie się że jest to o od jak po za ale przez dla był są tym przy oraz jego który ma co już tego która było "
    "czy być może tylko jej może także lat roku",
    "cs": "a v na se je že z do s o to i ale k za jsou od pro by jako po ve jeho byl bylo které který už podle nebo také když jen "
    "při ze bude než však může tak co",
    "sk": "a v na sa je že z do s o to aj ale k za sú od pre by ako po vo jeho bol bolo ktoré ktorý už podľa alebo tiež keď len "
    "pri zo bude než však môže tak čo si",
    "hu": "a az és hogy nem is egy ez van meg de ha csak már el még volt azt mint vagy ki lesz után szerint akkor most kell lehet "
    "pedig minden ezt nagyon",
    "ro": "și de în la a nu cu pe care că din o un este pentru mai au fost ce sau dar după prin sunt lui fi al ale iar când către "
    "într până acest această am cea unui",
    "tr": "ve bir bu için ile da de olarak olan çok gibi en daha ne kadar sonra ama o ki ise mi var değil her dedi olduğu oldu ya "
    "göre üzerinde şu ben biz",
    "id": "yang dan di dengan untuk dari ini pada itu dalam tidak akan adalah ke oleh juga telah ada sebagai bisa karena saat "
    "kepada tersebut mereka kata para tahun lebih saya kita sudah",
    "vi": "và của là các một có trong cho được không với người những đã để này khi đến về từ ông năm đó như cũng trên vào tại "
    "nhiều",
    "ca": "el la els les de i que en un una per amb del és no al va més ha com són aquest aquesta també seva seu dels als però "
    "entre han ser fins molt sense sobre anys ja on",
    "hr": "i je u na se da za su od s a o to kako koji ne iz po bi što koja ali kao biti sam bio prema nije koje samo ili više "
    "još nakon te već može",
    "sl": "in je v na se da za so od z s o to kako ki ne iz po bi kar pa ali kot biti sem bil tudi ni še le pri več po lahko bo "
    "bila",
    "lt": "ir yra į kad su iš tai ne bet kaip buvo ar dėl apie po už tik jau nuo bei savo taip pat metų gali jo jie kuris",
    "lv": "un ir ar no uz par ka kas arī tas bet lai tika pēc to nav vai kā bija gada pie jau gan šo viņš var",
    "et": "ja on ei et see oli ka kui mis aga ning oma tema seda või ta kes nii välja pärast siis selle veel juba aasta",
    "sq": "dhe të në e i për me një që nga është si ka më se u kjo nuk janë do por ai ky edhe duke këtë pas prej",
    "af": "die en van in is het nie wat om te vir dat met op hy was sy ek aan as hulle ook sal kan deur ons na maar word",
    "cy": "yn y yr a i o ar mae ei ac wedi am gan bod eu fod oedd ond hefyd cael bydd roedd nid dyw hyn mewn",
    "ga": "an na agus ar is i a go le tá do ag sé sa atá bhí ní gur faoi nach chun leis seo mar sin féin dá",
    "sw": "na ya wa kwa ni katika za la cha kuwa hii yake huo hiyo huyo kama pia lakini baada ambao alisema watu kutoka",
    "tl": "ang ng sa mga na at ay si ni para kung hindi ito niya siya sila naman din may kay lang nang mula pa",
}  # fmt: skip
_LETTERS: Final = {
    "de": "ß", "es": "ñ", "pt": "ãõ", "sv": "", "pl": "łąęśźżćń", "cs": "řěů", "sk": "ľĺŕ", "hu": "őű", "ro": "țșţ", "tr": "ğıİ",
    "vi": "ơưđạảấầẩậắằẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "is": "þð", "lt": "ėųįū", "lv": "ļķņģ", "sq": "ë", "ca": "ŀ",
}  # fmt: skip
_SCRIPTS: Final = {
    "GREEK": "el",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "THAI": "th",
    "LAO": "lo",
    "MYANMAR": "my",
    "KHMER": "km",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
}
_MARKS: Final = {
    # Letters that one language of a script has and the others have not, the commonest language of the script last.
    "CYRILLIC": (("uk", "іїєґ"), ("be", "ў"), ("mk", "ѓќѕ"), ("sr", "ђћџљњј"), ("kk", "қғңөұүһ"), ("ru", "ыэё"), ("bg", "ъщ")),
    "ARABIC": (("ur", "ٹڈڑےں"), ("fa", "پچژگیک"), ("ar", "ةىيك")),
}
_ENOUGH: Final = 8_000
"""Characters that tell as much as the whole text."""
_LATIN_BELOW: Final = "\u0250"


def _index() -> dict[str, tuple[tuple[str, float], ...]]:
    """Small word -> the languages that have it, each with a weight: a word of many languages tells little."""
    found: dict[str, list[str]] = {}
    for code, words in _SMALL.items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(code)
    return {word: tuple((code, 1 / len(codes)) for code in codes) for word, codes in found.items()}


_INDEX: Final = _index()
_PECULIAR: Final = {letter: code for code, letters in _LETTERS.items() for letter in letters}


def language(text: str) -> str:
    """An ISO 639-1 code; "und" where the text is too short or too strange to tell.

    A script of one language tells it; Cyrillic and Arabic letters are told apart by those that only some languages have. Latin
    text is decided by small words, each weighted by how few languages share it, and by peculiar letters: the best language needs
    three words (English two), and a fifth of all, or a tenth and a lead, or a twentieth and no rival. Fewer than five words are
    "und".
    """
    head = text[:_ENOUGH]
    words = [w.casefold() for w in _WORD.findall(head)]
    letters = "".join(words)[:5_000]
    if code := _by_script(letters):
        return code
    if len(words) < 5:
        return "und"
    score: dict[str, float] = {}
    hits: Counter[str] = Counter()
    for word, count in Counter(words).items():
        for code, weight in _INDEX.get(word, ()):
            score[code] = score.get(code, 0.0) + count * weight
            hits[code] += count
        if not word.isascii():
            for code in {_PECULIAR[ch] for ch in word if ch in _PECULIAR}:
                score[code] = score.get(code, 0.0) + 0.5 * count
                hits[code] += count
    ranked = sorted(score, key=lambda code: (-score[code], code))
    if not ranked:
        return "und"
    best = ranked[0]
    second = score[ranked[1]] if len(ranked) > 1 else 0.0
    share = hits[best] / len(words)
    if hits[best] < (2 if best == "en" else 3):
        return "und"
    # A text full of names and figures has few small words, but all of one language.
    alone = score[best] >= 3 * second and hits[best] >= 5
    clear = share >= 0.2 or (share >= 0.1 and score[best] >= 1.15 * second) or (share >= 0.05 and alone)
    return best if clear else "und"


def _by_script(letters: str) -> str | None:
    """The language that the script of most letters tells, None for Latin text; "und" for a script that is not known here."""
    foreign = [ch for ch in letters if ch >= _LATIN_BELOW and not "\u1e00" <= ch <= "\u1eff"]
    if len(foreign) * 2 <= len(letters) or len(foreign) < 8:
        return None
    found = Counter(unicodedata.name(ch, "").split(" ")[0].split("-")[0] for ch in foreign)
    # Japanese mixes its own letters with Chinese ones.
    if (found["HIRAGANA"] + found["KATAKANA"]) * 10 > len(foreign):
        return "ja"
    script = max(sorted(found), key=lambda name: found[name])
    if script in _MARKS:
        seen = Counter(foreign)
        weighed = [(sum(seen[ch] for ch in marks), -n, code) for n, (code, marks) in enumerate(_MARKS[script])]
        return max(weighed)[2] if max(weighed)[0] else _MARKS[script][-1][0]
    return _SCRIPTS.get(script, "und")
