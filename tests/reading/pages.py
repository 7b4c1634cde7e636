"""Invented pages that the tests of reading share."""

PAGE = """\
THE SELWICK OBSERVER
Home | News | Sport | Tides | Jobs
Harbour reopens after storm sinks two boats
By Ida Marlowe and Tom Veld
Tuesday 4 March 2025, 14:05 GMT
Share  Print  Save
Waves break over the pier at Selwick. Photo: Reuters

SELWICK, England – The harbour at Selwick reopened on Tuesday after a storm that sank two boats, the port said. Nobody was hurt.

“We were lucky,” said the harbour master, Piet Aaland, who had watched the waves from his office all night.

Advertisement

He told Reuters that the pier would be repaired before the summer, and that the cost was not yet known.

A higher wall

The storm was the third this winter, and residents told the council that they want a higher wall before the autumn.

Related: Ten beaches that you should not miss

The council said that it had no money for a wall and had asked the government to pay for half of it.

(with inputs from AFP)
Sign up for our newsletter and get the day's top stories in your inbox.
Ida Marlowe covers ports and fishing. She joined the Observer in 2011.
Leave a reply
© 2025 The Selwick Observer. All rights reserved.
"""

HTML = """<!doctype html><html><head><title>Harbour reopens after storm | The Selwick Observer</title>
<meta property="og:site_name" content="The Selwick Observer"><meta property="og:title" content="Harbour reopens after storm">
<link rel="canonical" href="https://selwick.example/news/harbour">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"Harbour reopens after storm",
"datePublished":"2025-03-04T14:05:00Z","author":[{"@type":"Person",
"name":"Ida Marlowe"},{"@type":"Person","name":"Tom Veld"}]}</script>
<style>p { color: red }</style></head><body><nav><a href="/">Home</a> <a href="/n">News</a></nav>
<article><h1>Harbour reopens after storm</h1><p class="byline">By Ida Marlowe and Tom Veld</p>
<figure><img src="x.jpg"><figcaption>The pier. Photo: AFP</figcaption></figure>
<p>The harbour
at Selwick reopened on Tuesday after a storm that sank two boats, the port authority said. Nobody was hurt in it.</p>
<p>“We were lucky,” said the harbour master, Piet Aaland, who had watched the waves from his office all night long.</p>
<p>He told Reuters that the pier would be repaired before the summer, and that the cost of the works was not yet known.</p>
<p>The council said that it had no money for a wall and had asked the government to pay for half of the cost of it.</p>
</article><aside><p>Sign up for our newsletter</p></aside>
<footer>© 2025 The Selwick Observer</footer><script>var x = 1;</script></body></html>
"""
