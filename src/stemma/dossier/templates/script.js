"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)],
    only = (selector, root = document) => root?.querySelector(selector),
    place = (id) => document.getElementById(id),
    make = (tag, textContent) => Object.assign(document.createElement(tag), { textContent }),
    unmark = () => all(".here").forEach((e) => e.classList.remove("here")),
    mark = (e) => e.classList.add("here"),
    says = (e) => e.textContent,
    on = (type, act, thing = window) => thing.addEventListener(type, act),
    box = (e) => e.getBoundingClientRect(),
    reach = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  // The words of the statement that was linked to: a mark belongs to the number before it, or to those that it names.
  const go = () => {
    unmark();
    const goal = place(decodeURIComponent(location.hash.slice(1)));
    if (!goal) return;
    reach(goal);
    const report = goal.closest(".report"), claim = !report && goal.closest("[id^=claim-]");
    if (claim) {
      all("details", claim).forEach((d) => (d.open = true));
      if (goal !== claim) history.replaceState(null, "", `#${claim.id}`);
    }
    let said = "";
    if (goal.matches(".text a")) for (const e of all(".text a,.text q,.text b,.text i,.text u", report)) {
      if (e.tagName === "A") said = says(e);
      else if ((e.dataset.s || said).split(",").includes(says(goal)) && says(e) && !e.parentElement.closest(".text q,.text b,.text i")) mark(e);
    }
    // Laid out before it is scrolled to, and what will be seen around it: a height that is still a guess would move it.
    for (const near of [report, report?.previousElementSibling, report?.nextElementSibling]) {
      const body = only(".text", near);
      if (body) body.style.contentVisibility = "visible";
    }
    goal.scrollIntoView({ block: goal.closest(".text") ? "center" : "start" });
  };
  on("hashchange", go);
  go();
  let opened = [];
  on("beforeprint", () => {
    opened = all("details:not([open])");
    opened.forEach((d) => (d.open = true));
  });
  on("afterprint", () => opened.forEach((d) => (d.open = false)));

  all("[data-script]").forEach((e) => (e.hidden = false));
  // A tree wider than the window opens on its root.
  const tree = only(".tree"), root = only("a", tree);
  if (root) tree.parentElement.scrollLeft = box(root).x + box(root).width / 2 - box(tree).x - tree.parentElement.clientWidth / 2;
  // What a letter stands for, where the pointer rests on it.
  const names = {};
  all(".keys a").forEach((a) => (names[says(a.firstChild)] = says(a).slice(2)));
  on("mouseover", (e) => { const a = e.target.closest?.("main a"); if (a && names[says(a)]) a.title = names[says(a)]; });

  // Search: every word must stand in what is shown, in any order, case and accents aside.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const query = place("find"), hits = place("hits"), told = place("told"), MOST = 40;
  let places;
  const search = () => {
    const wanted = plain(query.value).split(/\s+/).filter(Boolean);
    hits.replaceChildren();
    if (wanted.join("").length < 2) return void (told.textContent = "");
    places ??= all(".claim,.singles>li,.finding[id],.left>li,.report p,#timeline p:has(b),.voices tbody tr").map((e) => {
      const id = (e.id ? e : only("[id]", e) || e.closest("[id]")).id, origin = says(only(".outlet", e.closest(".report")) || only("h2", e.closest("section")).firstChild);
      return { e: only("h3", e) || e, id, origin, flat: plain(says(e)) };
    });
    const found = places.filter((p) => wanted.every((w) => p.flat.includes(w)));
    told.textContent = `${found.length} places` + (found.length > MOST ? `, the first ${MOST} are listed` : "");
    for (const p of found.slice(0, MOST)) {
      const item = make("li", ""), copy = p.e.cloneNode(true);
      all("a[id],h3>small,h3>a,.badge,.fix,:scope>div", copy).forEach((x) => x.remove());
      const words = says(copy).trim().replace(/\s+/g, " "), i = plain(words).indexOf(wanted[0]), cut = i > 60 ? words.indexOf(" ", i - 40) + 1 : 0,
        link = make("a", (cut ? "… " : "") + words.slice(cut, cut + 120).replace(/\s\S*$/, (end) => (words.length > cut + 120 ? " …" : end)));
      link.href = `#${p.id}`;
      item.append(link, " ", make("small", p.origin));
      hits.append(item);
    }
    if (!found.length) hits.append(make("li", "Nothing has these words."));
  };
  on("input", search, query);
  const clear = () => { query.value = ""; search(); };
  on("click", (e) => e.target.closest("a") && setTimeout(clear), hits);
  on("keydown", (e) => {
    if (e.key === "/" && !e.target.closest?.("input,select,textarea")) { e.preventDefault(); query.focus(); }
    if (e.key === "Escape" && query.value) { clear(); query.focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && e.target.closest?.(".find")) {
      const stops = [query, ...all("a", hits)];
      stops[stops.indexOf(e.target) + step]?.focus();
      e.preventDefault();
    }
  });

  // Two reports side by side: their texts copied into two columns, what both tell joined by lines.
  const beside = place("beside");
  if (!beside) return;
  const [left, right] = all(".col"), svg = only("svg", beside), picks = all("select", beside);
  for (const pick of picks) {
    for (const a of all(".keys a")) pick.append(new Option(says(a), a.hash.slice(1), false, a.hash === `#${pick.dataset.a}`));
  }
  const rows = (e) => e.dataset.r.split(" ");
  let twins = [];
  const draw = () => {
    const frame = box(svg), w = frame.width;
    svg.replaceChildren();
    if (w < 8) return;
    for (const [, a, b] of twins) {
      const [p, q] = [a, b].map((e) => { const r = e.getClientRects()[0]; return r ? r.top + r.height / 2 - frame.top : NaN; });
      if (!(p > 0 && p < frame.height) && !(q > 0 && q < frame.height)) continue;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", `M0 ${p}C${w / 2} ${p} ${w / 2} ${q} ${w} ${q}`);
      svg.append(path);
    }
  };
  let waiting = 0;
  const later = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; draw(); }); };
  const show = () => {
    const sides = [left, right].map((column, n) => {
      const report = place(picks[n].value), copy = only(".text", report).cloneNode(true);
      all("details,a,i:empty", copy).forEach((e) => e.remove());
      all("[id]", copy).forEach((e) => e.removeAttribute("id"));
      column.replaceChildren(make("h4", says(only("h3", report))), copy);
      column.ariaLabel = says(only(".outlet", report));
      column.scrollTop = 0;
      const first = new Map();
      all("[data-r]", copy).forEach((e) => rows(e).forEach((r) => first.has(r) || first.set(r, e)));
      return { copy, first };
    });
    twins = picks[0].value === picks[1].value ? [] : [...sides[0].first].filter(([r]) => sides[1].first.has(r)).map(([r, a]) => [r, a, sides[1].first.get(r)]);
    const shared = new Set(twins.map(([r]) => r));
    sides.forEach(({ copy }) => all("[data-r]", copy).forEach((e) => e.classList.toggle("twin-text", rows(e).some((r) => shared.has(r)))));
    place("shared").textContent = `${shared.size} passage${shared.size === 1 ? "" : "s"} in both`;
    draw();
  };
  const jump = (e) => {
    const from = e.target.closest?.(".twin-text"), pair = from && twins.find(([r]) => rows(from).includes(r));
    if (!pair) return;
    const [row, a, b] = pair, [other, column] = left.contains(from) ? [b, right] : [a, left];
    column.scrollTop += box(other).top - box(from).top;
    unmark();
    all(".col [data-r]").filter((x) => rows(x).includes(row)).forEach(mark);
  };
  picks.forEach((p) => on("change", show, p));
  [left, right].forEach((c) => { on("scroll", later, c); on("click", jump, c); });
  on("resize", later);
  // Copied only when it comes into view: a large dossier opens no slower for it.
  new IntersectionObserver((seen, watch) => { if (seen.some((s) => s.isIntersecting)) { watch.disconnect(); show(); } }).observe(beside);
})();
