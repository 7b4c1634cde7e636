"""In which language a text is: short ones, other scripts, and texts that do not tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemma.reading.facts.language import language

SENTENCES = {
    "en": "The mayor said on Monday that the bridge would stay shut until summer.",
    "de": "Der Bürgermeister sagte am Montag, dass die Brücke erst im Sommer wieder geöffnet wird.",
    "fr": "Le maire a déclaré lundi que le pont ne serait pas rouvert avant l'été.",
    "es": "El alcalde dijo el lunes que el puente no se abrirá hasta el verano.",
    "it": "Il sindaco ha detto lunedì che il ponte non sarà riaperto prima dell'estate.",
    "pt": "O prefeito disse na segunda-feira que a ponte não será reaberta antes do verão.",
    "nl": "De burgemeester zei maandag dat de brug pas in de zomer weer open gaat.",
    "sv": "Borgmästaren sade på måndagen att bron inte öppnas igen förrän i sommar.",
    "no": "Ordføreren sa mandag at broen ikke blir åpnet igjen før til sommeren.",
    "fi": "Pormestari sanoi maanantaina, että silta avataan uudelleen vasta kesällä, mutta se ei ole varmaa.",
    "pl": "Burmistrz powiedział w poniedziałek, że most nie zostanie otwarty przed latem.",
    "cs": "Starosta v pondělí řekl, že se most znovu otevře až v létě.",
    "hu": "A polgármester hétfőn azt mondta, hogy a hidat csak nyáron nyitják meg újra.",
    "ro": "Primarul a spus luni că podul nu va fi redeschis până la vară și că este nevoie de bani.",
    "tr": "Belediye başkanı pazartesi günü köprünün yaza kadar açılmayacağını ve bunun için para olmadığını söyledi.",
    "id": "Wali kota mengatakan pada hari Senin bahwa jembatan itu tidak akan dibuka kembali sebelum musim panas.",
    "vi": "Thị trưởng cho biết hôm thứ Hai rằng cây cầu sẽ không được mở lại trước mùa hè.",
    "ru": "Мэр сказал в понедельник, что мост не откроют до лета, но это ещё не решено.",
    "uk": "Мер сказав у понеділок, що міст не відкриють до літа, і це ще не вирішено.",
    "bg": "Кметът каза в понеделник, че мостът няма да бъде отворен преди лятото, защото няма пари.",
    "el": "Ο δήμαρχος είπε τη Δευτέρα ότι η γέφυρα δεν θα ανοίξει πριν από το καλοκαίρι.",
    "ar": "قال رئيس البلدية يوم الاثنين إن الجسر لن يفتح قبل الصيف",
    "fa": "شهردار روز دوشنبه گفت که پل تا تابستان باز نخواهد شد و پولی نیست",
    "he": "ראש העיר אמר ביום שני כי הגשר לא ייפתח לפני הקיץ",
    "hi": "महापौर ने सोमवार को कहा कि पुल गर्मियों से पहले नहीं खुलेगा।",
    "ja": "市長は月曜日、橋は夏まで再開されないと述べた。",
    "zh": "市长周一表示，这座桥在夏天之前不会重新开放。",
    "ko": "시장은 월요일 다리가 여름까지 다시 열리지 않을 것이라고 말했다.",
}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_one_sentence_tells(code: str) -> None:
    assert language(SENTENCES[code]) == code


@pytest.mark.parametrize("text", ["", "14:05", "Selwick", "Selwick Oskvik Brandvold Aaland Marlowe Veld 1-0 2-1 3-2", "?!" * 40])
def test_what_does_not_tell(text: str) -> None:
    assert language(text) == "und"


def test_a_page_that_names_foreign_things_stays_english() -> None:
    names = "Lise Brandvold, Città di Oskvik, Straße der Häfen, Fundação da Ilha, "
    assert language(SENTENCES["en"] + " " + names + SENTENCES["en"]) == "en"


@given(st.text(max_size=300))
def test_any_text_has_a_code(text: str) -> None:
    code = language(text)
    assert code == "und" or (len(code) == 2 and code.islower())
    assert language(text) == code
