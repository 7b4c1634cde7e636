"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const reach = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  // The words of the statement that was linked to: a mark belongs to the number before it, or to those that it names.
  const go = () => {
    all(".here").forEach((e) => e.classList.remove("here"));
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    reach(target);
    const report = target.closest(".report"), claim = !report && target.closest("[id^=claim-]");
    if (claim) {
      all("details", claim).forEach((d) => (d.open = true));
      if (target !== claim) history.replaceState(null, "", `#${claim.id}`);
    }
    let said = "";
    if (target.matches(".text a")) for (const e of all(".text a,.text q,.text b,.text i,.text u", report)) {
      if (e.tagName === "A") said = e.textContent;
      else if ((e.dataset.s || said).split(" ").includes(target.textContent) && e.textContent && !e.parentElement.closest(".text q,.text b,.text i")) e.classList.add("here");
    }
    // Laid out before it is scrolled to, and what will be seen around it: a height that is still a guess would move it.
    for (const near of [report, report?.previousElementSibling, report?.nextElementSibling]) {
      const text = near?.querySelector?.(".text");
      if (text) text.style.contentVisibility = "visible";
    }
    target.scrollIntoView({ block: target.closest(".text") ? "center" : "start" });
  };
  addEventListener("hashchange", go);
  go();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    opened.forEach((d) => (d.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((d) => (d.open = false)));

  all("[data-script]").forEach((e) => (e.hidden = false));
  // A tree wider than the window opens on its root.
  const tree = document.querySelector(".tree"), top = tree?.querySelector(".box");
  if (top) tree.parentElement.scrollLeft = top.getBBox().x + top.getBBox().width / 2 - tree.parentElement.clientWidth / 2;
  // What a letter stands for, where the pointer rests on it.
  const names = {};
  all(".keys a").forEach((a) => (names[a.firstChild.textContent] = a.textContent.slice(2)));
  addEventListener("mouseover", (e) => { const a = e.target.closest?.("main a"); if (a && names[a.textContent]) a.title = names[a.textContent]; });

  // Search: every word must stand in what is shown, in any order, case and accents aside.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const find = document.getElementById("find"), hits = document.getElementById("hits"), told = document.getElementById("told");
  const MOST = 40;
  let places;
  const search = () => {
    const wanted = plain(find.value).split(/\s+/).filter(Boolean);
    hits.replaceChildren();
    if (wanted.join("").length < 2) return void (told.textContent = "");
    places ??= all(".claim,.singles>li,.finding[id],.left>li,.report p,#timeline p:has(b),.voices tbody tr").map((e) => {
      const at = e.id ? e : e.querySelector("[id]") || e.closest("[id]");
      const from = e.closest(".report")?.querySelector(".outlet")?.textContent || e.closest("section")?.querySelector("h2")?.firstChild.textContent;
      return { e: e.querySelector("h3") || e, at, from, plain: plain(e.textContent) };
    });
    const found = places.filter((p) => wanted.every((w) => p.plain.includes(w)));
    told.textContent = found.length > MOST ? `${found.length} places, the first ${MOST} are listed` : `${found.length} places`;
    for (const p of found.slice(0, MOST)) {
      const item = document.createElement("li"), link = document.createElement("a"), from = document.createElement("small");
      const copy = p.e.cloneNode(true);
      all("a[id],h3>small,h3>a,.badge,.fix,:scope>div", copy).forEach((x) => x.remove());
      const text = copy.textContent.trim().replace(/\s+/g, " "), i = plain(text).indexOf(wanted[0]);
      const cut = i > 60 ? text.indexOf(" ", i - 40) + 1 : 0;
      link.textContent = (cut ? "… " : "") + text.slice(cut, cut + 120).replace(/\s\S*$/, (end) => (text.length > cut + 120 ? " …" : end));
      link.href = `#${p.at.id}`;
      from.textContent = p.from || "";
      item.append(link, " ", from);
      hits.append(item);
    }
    if (!found.length) hits.append(Object.assign(document.createElement("li"), { textContent: "Nothing has these words." }));
  };
  find.addEventListener("input", search);
  const clear = () => { find.value = ""; search(); };
  hits.addEventListener("click", (e) => e.target.closest("a") && setTimeout(clear));
  addEventListener("keydown", (e) => {
    if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) { e.preventDefault(); find.focus(); }
    if (e.key === "Escape" && find.value) { clear(); find.focus(); }
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && e.target.closest?.(".find")) {
      const stops = [find, ...all("a", hits)], at = stops.indexOf(document.activeElement);
      stops[Math.min(stops.length - 1, Math.max(0, at + (e.key === "ArrowDown" ? 1 : -1)))].focus();
      e.preventDefault();
    }
  });

  // Two reports side by side: their texts copied into two columns, what both tell joined by lines.
  const beside = document.getElementById("beside");
  if (!beside) return;
  const [left, right] = all(".col", beside), svg = beside.querySelector("svg"), picks = all("select", beside);
  for (const pick of picks) {
    for (const a of all(".keys a")) pick.append(new Option(a.textContent, a.hash.slice(1), false, a.hash === `#${pick.dataset.a}`));
  }
  const rows = (e) => (e.dataset.r || "").split(" ").filter(Boolean);
  let twins = [];
  const draw = () => {
    const box = svg.getBoundingClientRect(), heights = [left, right].map((c) => c.getBoundingClientRect());
    svg.replaceChildren();
    if (box.width < 8) return;
    for (const [, a, b] of twins) {
      const [p, q] = [a, b].map((e) => { const r = e.getClientRects()[0]; return r ? r.top + r.height / 2 : NaN; });
      if (!(p > heights[0].top && p < heights[0].bottom) && !(q > heights[1].top && q < heights[1].bottom)) continue;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path"), w = box.width;
      path.setAttribute("d", `M0 ${p - box.top}C${w / 2} ${p - box.top} ${w / 2} ${q - box.top} ${w} ${q - box.top}`);
      svg.append(path);
    }
  };
  let waiting = 0;
  const later = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; draw(); }); };
  const show = () => {
    const sides = [left, right].map((column, n) => {
      const report = document.getElementById(picks[n].value), copy = report.querySelector(".text").cloneNode(true);
      all("details,a,i:empty", copy).forEach((e) => e.remove());
      all("[id]", copy).forEach((e) => e.removeAttribute("id"));
      const head = document.createElement("h4");
      head.textContent = report.querySelector("h3").textContent;
      column.replaceChildren(head, copy);
      column.setAttribute("aria-label", report.querySelector(".outlet").textContent);
      column.scrollTop = 0;
      const first = new Map();
      all("[data-r]", copy).forEach((e) => rows(e).forEach((r) => first.has(r) || first.set(r, e)));
      return { copy, first };
    });
    twins = picks[0].value === picks[1].value ? [] : [...sides[0].first].filter(([r]) => sides[1].first.has(r)).map(([r, a]) => [r, a, sides[1].first.get(r)]);
    const shared = new Set(twins.map(([r]) => r));
    sides.forEach(({ copy }) => all("[data-r]", copy).forEach((e) => e.classList.toggle("twin-text", rows(e).some((r) => shared.has(r)))));
    document.getElementById("shared").textContent = `${shared.size} ${shared.size === 1 ? "passage" : "passages"} in both`;
    draw();
  };
  const jump = (e) => {
    const from = e.target.closest?.(".twin-text"), row = from && rows(from).find((r) => twins.some(([t]) => t === r));
    if (!row) return;
    const [, a, b] = twins.find(([t]) => t === row), other = left.contains(from) ? b : a, column = left.contains(from) ? right : left;
    column.scrollTop += other.getBoundingClientRect().top - from.getBoundingClientRect().top;
    all(".here", beside).forEach((x) => x.classList.remove("here"));
    [left, right].forEach((c) => all("[data-r]", c).filter((x) => rows(x).includes(row)).forEach((x) => x.classList.add("here")));
  };
  picks.forEach((p) => p.addEventListener("change", show));
  [left, right].forEach((c) => { c.addEventListener("scroll", later); c.addEventListener("click", jump); });
  addEventListener("resize", later);
  // Copied only when it comes into view: a large dossier opens no slower for it.
  new IntersectionObserver((seen, watch) => { if (seen.some((s) => s.isIntersecting)) { watch.disconnect(); show(); } }).observe(beside);
})();
