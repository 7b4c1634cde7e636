"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const reach = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  // The words of the statement that was linked to, wherever its pieces stand.
  const go = () => {
    all(".here").forEach((e) => e.classList.remove("here"));
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    reach(target);
    if (target.matches(".claim")) all("details.apparatus", target).forEach((d) => (d.open = true));
    const n = target.dataset.n;
    if (n) all(`[data-s~="${n}"]`, target.closest(".report")).forEach((e) => e.classList.add("here"));
    target.scrollIntoView({ block: n || target.matches(".p") ? "center" : "start" });
  };
  addEventListener("hashchange", go);
  go();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open]):not(.chrome)");
    opened.forEach((d) => (d.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((d) => (d.open = false)));
})();
