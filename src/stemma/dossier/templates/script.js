"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)],
    only = (selector, root = document) => root?.querySelector(selector),
    place = (name) => document.getElementById(name),
    make = (tag, textContent) => Object.assign(document.createElement(tag), { textContent }),
    unmark = () => all(".here").map((e) => e.classList.remove("here")),
    mark = (e) => e.classList.add("here"),
    unfold = (e) => (e.open = true),
    says = (e) => e.textContent,
    on = (type, act, thing = window) => thing.addEventListener(type, act),
    box = (e) => e.getBoundingClientRect(),
    above = (e, selector) => e.closest?.(selector),
    // A claim or finding by its place or by more of its id, as an older page or another program may give it.
    named = (name, id = name.replace(/^([cf])[a-z]+-/, "$1")) =>
      place(name) || (/^[cf]\w{3}/.test(id) && all("li[id]").find((e) => id.startsWith(e.id) || e.id.startsWith(id)));
  // The words of the statement that was linked to: a mark belongs to the number before it, or to those that it names.
  const go = () => {
    unmark();
    const goal = named(decodeURIComponent(location.hash.slice(1)));
    if (!goal) return;
    for (let at = goal; at; at = at.parentElement) if (at.open === false) unfold(at);
    const report = above(goal, ".report"), show = () => goal.scrollIntoView({ block: report && goal !== report ? "center" : "start" });
    if (goal.matches(".claims>li")) all("details", goal).map(unfold);
    let said = "";
    if (goal.matches(".text a")) for (const e of all(".text a,.text q,.text b,.text i,.text u", report)) {
      if (e.tagName === "A") said = says(e);
      else if ((e.dataset.s || said).split(",").includes(says(goal)) && says(e) && !above(e.parentElement, ".text q,.text b,.text i")) mark(e);
    }
    // Again once what is now near has its true height, which was a guess before and would move it.
    show();
    requestAnimationFrame(() => requestAnimationFrame(show));
  };
  on("hashchange", go);
  go();
  let opened = [];
  on("beforeprint", () => {
    opened = all("details:not([open])");
    opened.map(unfold);
  });
  on("afterprint", () => opened.map((e) => (e.open = false)));

  all("[data-script]").map((e) => (e.hidden = false));
  // A tree wider than the window opens on its root.
  const tree = only(".tree"), root = only("a", tree);
  if (root) tree.parentElement.scrollLeft = box(root).x + box(root).width / 2 - box(tree).x - tree.parentElement.clientWidth / 2;
  // What a letter stands for, where the pointer rests on it.
  const keys = all(".keys a"), names = Object.fromEntries(keys.map((a) => says(a).split(/ (.*)/)));
  on("mouseover", (e) => { const a = above(e.target, "main a"); if (a && names[says(a)]) a.title = names[says(a)]; });

  // Search: every word must stand in what is shown, in any order, case and accents aside.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(), query = place("find"), hits = place("hits"), told = place("told");
  let places;
  const search = () => {
    const wanted = plain(query.value).split(/\s+/).filter(Boolean);
    hits.replaceChildren();
    told.textContent = "";
    if (wanted.join("").length < 2) return;
    places ??= all(".claims>li,.singles>li,.findings>[id],.left>li,.report p,#timeline p:has(b),.voices tbody tr").map((e) => ({
      e: only("h3>q", e) || e,
      id: (e.id ? e : only("[id]", e) || above(e, "[id]")).id,
      origin: says(only(".outlet", above(e, ".report")) || only("h2", above(e, "section")).firstChild),
      flat: plain(says(e))
    }));
    const found = places.filter((p) => wanted.every((w) => p.flat.includes(w)));
    told.textContent = `${found.length} places` + (found.length > 40 ? ", the first 40 are listed" : "");
    for (const p of found.slice(0, 40)) {
      const item = make("li", ""), copy = p.e.cloneNode(true);
      all("a[id],.badge,.fix,.pair,:scope>a~p", copy).map((x) => x.remove());
      const words = says(copy).trim().replace(/\s+/g, " "), i = plain(words).indexOf(wanted[0]), cut = i > 60 ? words.indexOf(" ", i - 40) + 1 : 0,
        link = make("a", (cut ? "… " : "") + words.slice(cut, cut + 120).replace(/\s\S*$/, (end) => (words.length > cut + 120 ? " …" : end)));
      link.href = "#" + p.id;
      item.append(link, " ", make("small", p.origin));
      hits.append(item);
    }
    if (!found.length) hits.append(make("li", "Nothing has these words."));
  };
  on("input", search, query);
  const clear = () => { query.value = ""; search(); };
  on("click", (e) => above(e.target, "a") && setTimeout(clear), hits);
  on("keydown", (e) => {
    if (e.key === "/" && !above(e.target, "input,select,textarea")) { e.preventDefault(); query.focus(); }
    if (e.key === "Escape" && query.value) { clear(); query.focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && above(e.target, ".find")) {
      const stops = [query, ...all("a", hits)];
      stops[stops.indexOf(e.target) + step]?.focus();
      e.preventDefault();
    }
  });

  // Two reports side by side: their texts copied into two columns, what both tell joined by lines.
  const beside = place("beside");
  if (!beside) return;
  const [left, right] = all(".col"), svg = only("svg", beside), picks = all("select", beside);
  for (const pick of picks) for (const a of keys) pick.append(new Option(says(a), a.hash.slice(1), false, a.hash === "#" + pick.dataset.a));
  const rows = (e) => e.dataset.r.split(" ");
  let twins = [], waiting = 0;
  const draw = () => {
    const frame = box(svg), w = frame.width;
    waiting = 0;
    svg.replaceChildren();
    if (w > 8) for (const [, a, b] of twins) {
      const [p, q] = [a, b].map((e) => { const r = e.getClientRects()[0]; return r ? r.top + r.height / 2 - frame.top : NaN; });
      if (!(p > 0 && p < frame.height) && !(q > 0 && q < frame.height)) continue;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", `M0 ${p}C${w / 2} ${p} ${w / 2} ${q} ${w} ${q}`);
      svg.append(path);
    }
  };
  const later = () => { waiting ||= requestAnimationFrame(draw); };
  const show = () => {
    const sides = [left, right].map((column, n) => {
      const report = place(picks[n].value), copy = only(".text", report).cloneNode(true), first = new Map();
      all("details,a,i:empty", copy).map((e) => e.remove());
      all("[id]", copy).map((e) => e.removeAttribute("id"));
      column.replaceChildren(make("h4", says(only("h3", report))), copy);
      column.ariaLabel = says(only(".outlet", report));
      column.scrollTop = 0;
      const marked = all("[data-r]", column);
      marked.map((e) => rows(e).map((r) => first.has(r) || first.set(r, e)));
      return { marked, first };
    });
    twins = picks[0].value === picks[1].value ? [] : [...sides[0].first].filter(([r]) => sides[1].first.has(r)).map(([r, a]) => [r, a, sides[1].first.get(r)]);
    sides.map(({ marked }) => marked.map((e) => e.classList.toggle("twin-text", rows(e).some((r) => twins.some(([row]) => row === r)))));
    place("shared").textContent = `${twins.length} passage${twins.length === 1 ? "" : "s"} in both`;
    draw();
  };
  const jump = (e) => {
    const from = above(e.target, ".twin-text"), pair = from && twins.find(([r]) => rows(from).includes(r));
    if (!pair) return;
    const [row, a, b] = pair, [other, column] = left.contains(from) ? [b, right] : [a, left];
    column.scrollTop += box(other).top - box(from).top;
    unmark();
    all(".col [data-r]").filter((x) => rows(x).includes(row)).map(mark);
  };
  picks.map((p) => on("change", show, p));
  [left, right].map((c) => { on("scroll", later, c); on("click", jump, c); });
  on("resize", later);
  // Copied only when it comes into view: a large dossier opens no slower for it.
  new IntersectionObserver((seen, watch) => { if (seen.some((s) => s.isIntersecting)) { watch.disconnect(); show(); } }).observe(beside);
})();
