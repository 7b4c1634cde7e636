"""Words that web pages put around what they report: general vocabulary of menus, boxes, forms and feet, by what it is for.

Nothing here names an outlet, a person or a story. Entries of two words are looked for as neighbours. A handful of words of other
languages stand in each group, so that a page in one of them is not read as if it had no menus.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, str]] = {
    "letter": (
        "newsletter; newsletters; inbox; sign-up; subscribe; subscribed; subscriber; subscribers; subscription; "
        "subscriptions; subscribing; unsubscribe; briefing; roundup; round-up; paywall; alerts; free trial; free "
        "articles; morning brief; sign up; email address; e-mail address; your email; your inbox; notifications; "
        "abonnieren; suscríbete; assine; abonnez; рассылка; iscriviti; boletín"
    ),
    "money": (
        "donate; donation; donations; donating; contribute; contributing; contribution; contributions; membership; gift; "
        "gifts; funded; readers; reader; fundraiser; fundraising; sustain; patron; patrons; supporter; supporters; "
        "sponsor; sponsors; coffee; newsroom; chip in; support us; support our; support the; support independent; per "
        "month; a month; a year; we depend; become a; tax-deductible; nonprofit; non-profit; spenden; donar; apoie"
    ),
    "share": (
        "share; shares; shared; sharing; tweet; retweet; tweets; facebook; twitter; whatsapp; telegram; instagram; "
        "linkedin; pinterest; reddit; flipboard; messenger; tumblr; youtube; tiktok; snapchat; email; e-mail; print; "
        "bookmark; link; embed; copy link; pin it; follow us; follow our; our channel; like us; compartilhar; "
        "compartilhe; compartir; partager; teilen; condividi; поделиться; curtir"
    ),
    "related": (
        "related; trending; recommended; recommendations; popular; read more; read next; also read; see also; more from; "
        "more on; more in; more stories; more about; most read; most popular; most viewed; most commented; up next; must "
        "read; top stories; latest news; latest stories; next article; next story; next post; previous post; previous "
        "article; older post; newer post; don't miss; you might; you may; might like; may like; editor's pick; editor's "
        "picks; editors' picks; what to read; in case; case you; story continues; continue reading; keep reading; "
        "featured; around the; from the; from our; the web; leia mais; veja também; leia também; lea también; lire aussi; "
        "mehr zum; читайте также; leggi anche; relacionados"
    ),
    "comment": (
        "comment; comments; commenting; commenter; reply; replies; replied; required; conversation; conversations; "
        "discussion; moderated; moderation; moderate; moderator; upvote; downvote; like; likes; dislike; flag; abuse; "
        "username; nickname; leave a; be published; sound off; add a; post a; view comments; comentar; comentários; "
        "comentarios; comentário; kommentare; kommentar; commentaires; комментарии; commenti; responder; antworten; "
        "répondre"
    ),
    "says": ("says; wrote; writes; posted; says on"),
    "legal": (
        "copyright; ©; rights; reserved; privacy; cookie; cookies; terms; policy; policies; disclaimer; disclosure; "
        "trademark; trademarks; accessibility; corrections; republish; republished; license; licence; licensed; "
        "reproduced; redistributed; advertisers; imprint; sitemap; all rights; terms of; privacy policy; about us; "
        "contact us; do not; not sell; equal opportunity; editorial standards; privacidade; datenschutz; impressum; "
        "privacidad; confidentialité; direitos reservados; derechos reservados; alle rechte"
    ),
    "photo": (
        "photo; photos; photograph; photographs; photographer; photographed; image; images; picture; pictures; pictured; "
        "getty; shutterstock; alamy; istock; unsplash; handout; courtesy; screenshot; illustration; caption; credit; "
        "slideshow; gallery; galleries; representational; file photo; stock image; image source; photo by; foto; fotos; "
        "imagem; bild; фото"
    ),
    "bio": (
        "author; authors; bio; journalist; journalists; columnist; correspondent; freelance; freelancer; about the; the "
        "author; is a; is an; is the; has been; has written; has covered; writes about; reporter for; editor at; editor "
        "of; based in; lives in; follow him; follow her; follow them; reach him; reach her; contact him; contact her; "
        "email him; email her; his work; her work; on twitter; graduated; award-winning"
    ),
    "byline": (
        "by; written; edited; reviewed; compiled; staff; desk; contributor; contributors; contributing; reporter; editor; "
        "editors; editorial; posted by; written by; edited by; reported by; staff writer; staff reporter; from our; por; "
        "von; par; redação; redaktion; redacción"
    ),
    "time": (
        "ago; updated; published; modified; posted; min; mins; minute; minutes; hours; hrs; am; pm; gmt; utc; ist; est; "
        "et; edt; pst; pdt; bst; cet; last updated; min read; first published; há; uhr; horas; atualizado"
    ),
    "nav": (
        "home; menu; search; navigation; navbar; breadcrumb; toggle; skip; skip to; main content; back to; to top; "
        "sections; section; category; categories; tags; tag; topics; topic; filed; archive; archives; index; login; log; "
        "register; account; profile; settings; logout; subscriber; close; open; expand; collapse; scroll; sign in; log "
        "in; log out; my account; filed under; in this; this article; on this; this page; table of; you are; are here; "
        "início; inicio; buscar; suche; recherche; поиск; главная; menü"
    ),
    "more": (
        "more; next; previous; prev; older; newer; all; view; see; load; show; hide; read; full; click; tap; here; learn; "
        "find; view all; see all; show more; load more; learn more; find out; click here; tap here; see more; view more; "
        "mais; más; mehr; plus; ещё; далее"
    ),
    "ad": (
        "advertisement; advertisements; advertise; advertising; ad; ads; sponsored; promoted; promotion; partner; "
        "partners; promo; paid; affiliate; commission; commissions; content from; paid for; article continues; continues "
        "below; adblock; adblocker; ad blocker; publicidade; publicidad; anzeige; реклама; pubblicità; publicité; werbung"
    ),
    "shop": (
        "buy; shop; shopping; price; prices; deal; deals; sale; cart; checkout; coupon; coupons; order; delivery; "
        "shipping; save; discount; offer; offers; store; subscribe now; buy now; shop now; add to; win; enter; "
        "competition; giveaway"
    ),
    "media": (
        "video; videos; watch; play; playing; podcast; podcasts; listen; audio; live; stream; streaming; episode; "
        "episodes; photos; tv; radio; replay; autoplay; mute; unmute; fullscreen; subtitles; watch live; now playing; "
        "listen live; vídeo; vídeos"
    ),
    "device": (
        "app; apps; download; browser; browsers; javascript; enable; enabled; disable; loading; error; please; device; "
        "mobile; desktop; android; ios; ipad; iphone; rss; feed; feeds; plugin; html5; try again; not supported; font; "
        "size"
    ),
    "sections": (
        "news; world; politics; business; sports; sport; opinion; opinions; tech; technology; science; health; "
        "entertainment; lifestyle; travel; weather; culture; arts; style; food; fashion; music; movies; film; books; "
        "games; gaming; cars; auto; money; markets; economy; education; environment; climate; crime; local; national; "
        "international; obituaries; horoscopes; crossword; puzzles; classifieds; jobs; autos; homes; property; real "
        "estate; magazine; careers; press; blog; blogs; forum; forums; events; calendar; reviews; guides; columnists; "
        "letters; celebrity; celebrities; royals; football; nfl; nba; mlb; nhl; soccer; cricket; tennis; golf; rugby; "
        "esportes; notícias; noticias; deportes; mundo; nachrichten; новости; спорт; notizie"
    ),
    "places": (
        "us; uk; usa; u.s; europe; asia; africa; americas; canada; australia; india; china; global; world; middle east; "
        "latin america; edition; editions; english; español; français; deutsch; português; русский"
    ),
    "credit": (
        "inputs; agencies; agency; contributed; provided; source; sources; with inputs; with files; with reporting; "
        "reporting by; editing by; contributed to; to this; this report; this story; this article; this post; originally; "
        "first appeared; originally published; originally appeared; first published; was updated; been updated; has not; "
        "been edited; syndicated; amended; corrected; correction; clarification"
    ),
    "contact": (
        "contact; contacts; help; faq; faqs; support; feedback; tips; tip; customer; advertise; about; careers; jobs; "
        "staff; masthead; newsroom; submit; report; got a; send us; tell us; write to; email us; call us; text us"
    ),
    "people": (
        "followers; following; follow; members; member; users; user; posts; views; points; votes; vote; poll; results; "
        "quiz; rating; ratings; stars; rate; score; joined; badge; rank; level; guest; anonymous; permalink"
    ),
}

NAMES: Final = tuple(GROUPS)


def _tables() -> tuple[dict[str, int], dict[str, int]]:
    singles: dict[str, int] = {}
    pairs: dict[str, int] = {}
    for n, entries in enumerate(GROUPS.values()):
        for entry in entries.split(";"):
            words = entry.strip()
            table = pairs if " " in words else singles
            table[words] = table.get(words, 0) | 1 << n
    return singles, pairs


SINGLE, PAIR = _tables()
"""Word, or two words with a space between, -> the groups that hold it, one bit each in the order of NAMES."""
