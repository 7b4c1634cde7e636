"""What the columns of a table of reports are usually called, and the tables that are known by their headers.

All names are normal: small letters without spaces and marks, the dots of a path kept. Sources: the documentation of Media Cloud
(online news archive and the older topic exports), the GDELT DOC 2.0 API and the GKG 2.1 codebook, the data model of Event
Registry (NewsAPI.ai), and the response of NewsAPI.org, as of 2025; the usual names are those of common extractors and interfaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A table known by its headers: what its rows are called, which columns it must have, where it departs from the usual names.

    `utc`: its times without a zone are in UTC.
    """

    how: str
    needs: frozenset[str] = frozenset()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    utc: bool = False


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": _names(
        "id uuid guid articleid storyid storiesid docid documentid newsid itemid recordid uniqueid uri urn guid.rendered "
        "gkgrecordid"
    ),
    "url": _names(
        "url link articleurl pageurl weburl storyurl documenturl newsurl articlelink newslink canonicalurl "
        "canonicallink canonical "
        "finalurl permalink href documentidentifier v2documentidentifier originalurl sourceurl mobileurl uri"
    ),
    "title": _names(
        "title headline articletitle newstitle pagetitle webtitle storytitle newsheadline headlinetext "
        "headline.main title.rendered "
        "titlepage titlerss headlines.basic heading"
    ),
    "text": _names(
        "maintext fulltext articletext articlebody bodytext fields.bodytext text body newstext storytext plaintext textcontent "
        "maincontent articlecontent newscontent contenttext cleantext cleanedtext textclean content content.rendered contents "
        "content.text body.text articlefulltext contentelements article story rawtext document paragraphs"
    ),
    "html": _names(
        "html bodyhtml contenthtml articlehtml fields.body htmlcontent htmlbody content.html body.html rawhtml texthtml markup"
    ),
    "page": _names("pagehtml pagesource fullhtml htmlsource"),
    "authors": _names(
        "authors author byline bylines by creator creators writer writers journalist reporter reporters authorname authornames "
        "articleauthor fields.byline byline.original author.name creator.name credits.by dccreator signature"
    ),
    "outlet": _names(
        "outlet publisher publication publicationname newspaper medianame media medium sourcename source.name source.title "
        "publisher.name sitename site website newssource newsoutlet source sourcehostname hostname domain "
        "sourcedomain domainname "
        "source.domain source.uri sourceid thread.site"
    ),
    "published": _names(
        "published publishedat publishdate publisheddate publicationdate datepublished datepublish pubdate "
        "publishtime publishedtime "
        "publishedon publicationtime datetimepub webpublicationdate firstpublicationdate datetime datetimepublished articledate "
        "dateofpublication issuedate releasedate postdate postedat dategmt date timestamp firstcreated versioncreated"
    ),
    "modified": _names(
        "modified modifiedat modifieddate datemodified datemodify updated updatedat updateddate lastmodified "
        "lastupdated modifiedgmt"
    ),
    "captured": _names(
        "captured capturedat crawldate crawledat crawled datecrawled datedownload downloaddate downloaded downloadedat fetchedat "
        "fetchdate fetched scrapedat scrapedate scraped retrieved retrievedat accessdate accessedat "
        "collectdate collectedat indexeddate "
        "seendate warcdate filedate"
    ),
    "section": _names("section sectionname articlesection category categories newsdesk rubric topic"),
    "language": _names("language lang inlanguage languagecode langcode locale"),
    "dateline": _names("dateline located locationcreated.name"),
    "credits": _names("credits credit creditline agency agencies newsagency wire wireservice newswire sourceorganization.name"),
    "kind": _names("datatype genre"),
}
"""Field -> what its column is usually called, the surest first."""

PLAIN: Final = Export(how="table row")

EXPORTS: Final = (
    Export(
        how="Media Cloud row",
        needs=frozenset(_names("medianame publishdate title url")),
        columns={
            "id": _names("storiesid id guid"),
            "outlet": _names("medianame mediaurl"),
            "published": _names("publishdate"),
            "captured": _names("indexeddate collectdate"),
            "text": _names("text storytext fulltext"),
        },
    ),
    Export(
        how="GDELT entry",
        needs=frozenset(_names("url seendate domain")),
        columns={"published": (), "captured": _names("seendate"), "outlet": _names("domain")},
        utc=True,
    ),
    Export(
        how="GDELT entry",
        needs=frozenset(_names("url mobileurl date title")),
        columns={"published": (), "captured": _names("date"), "url": _names("url mobileurl")},
        utc=True,
    ),
    Export(
        how="GDELT entry",
        needs=frozenset(_names("gkgrecordid documentidentifier pagetitle")),
        columns={
            "id": _names("gkgrecordid"),
            "published": _names("pageprecisepubtimestamp"),
            "captured": _names("date"),
            "outlet": _names("sourcecommonname"),
            "title": _names("pagetitle"),
            "authors": _names("pageauthors"),
            "language": _names("sourcelanguage"),
        },
        utc=True,
    ),
    *(
        Export(
            how="Event Registry article",
            needs=frozenset(_names(f"uri url title body {own}")),
            columns={
                "id": _names("uri"),
                "url": _names("url"),
                "text": _names("body"),
                "outlet": _names("source.title source.uri"),
                # When the crawler found it; "published" is what the page or its feed said.
                "published": _names("datetimepub"),
                "captured": _names("datetime"),
            },
            utc=True,
        )
        for own in ("source.uri", "source.title", "isduplicate", "datetimepub")
    ),
    Export(
        how="NewsAPI article",
        needs=frozenset(_names("source.name publishedat url urltoimage")),
        columns={"id": (), "outlet": _names("source.name source.id"), "text": _names("content")},
    ),
)
"""Asked in this order; the first whose columns are all there is the one."""
