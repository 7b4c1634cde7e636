"use strict";
(() => {
  // Dropping files: what was chosen is listed, and sent with the same form as without script.
  const drop = document.getElementById("drop");
  if (drop) {
    const files = document.getElementById("files"), chosen = document.getElementById("chosen"), zone = drop.querySelector(".zone");
    const most = Number(drop.dataset.limit) * 1e6;
    const size = (n) => (n < 1e3 ? `${n} B` : n < 1e6 ? `${Math.round(n / 1e3)} KB` : `${(n / 1e6).toFixed(1)} MB`);
    const show = () => {
      const all = Array.from(files.files);
      chosen.replaceChildren(
        ...all.slice(0, 40).map((f) => {
          const item = document.createElement("li"), bytes = document.createElement("span");
          item.append(f.name + " ", bytes);
          bytes.textContent = size(f.size);
          return item;
        }),
      );
      if (all.length > 40) chosen.append(Object.assign(document.createElement("li"), { textContent: `and ${all.length - 40} more` }));
      const much = all.reduce((n, f) => n + f.size, 0) > most;
      files.setCustomValidity(much ? `That is more than ${drop.dataset.limit} MB: give fewer files at a time.` : "");
      if (much) files.reportValidity();
    };
    files.addEventListener("change", show);
    let over = 0;
    addEventListener("dragenter", (e) => { e.preventDefault(); over++; zone.classList.add("over"); });
    addEventListener("dragleave", () => { if (--over <= 0) zone.classList.remove("over"); });
    addEventListener("dragover", (e) => e.preventDefault());
    // A folder is taken with all below it; what is hidden stays behind.
    const within = async (entry) => {
      if (entry.name.startsWith(".")) return [];
      if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
      const reader = entry.createReader(), found = [];
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) break;
        found.push(...some);
      }
      return (await Promise.all(found.map(within))).flat();
    };
    addEventListener("drop", async (e) => {
      e.preventDefault();
      over = 0;
      zone.classList.remove("over");
      const entries = Array.from(e.dataTransfer.items, (i) => i.webkitGetAsEntry && i.webkitGetAsEntry()).filter(Boolean);
      const plain = Array.from(e.dataTransfer.files);
      const dropped = entries.some((x) => x.isDirectory) ? (await Promise.all(entries.map(within))).flat() : plain;
      const held = new DataTransfer();
      for (const f of [...files.files, ...dropped]) held.items.add(f);
      files.files = held.files;
      show();
      document.getElementById("go").focus();
    });
    drop.addEventListener("submit", () => { document.getElementById("go").textContent = "Sending…"; });
  }
  // A run as it goes; when it is over the page is asked for once more, and says what came of it.
  const run = document.getElementById("run");
  if (run && run.dataset.over === "no") {
    const told = document.getElementById("told");
    let last = "";
    const source = new EventSource(run.dataset.events);
    source.addEventListener("message", (event) => {
      const { state, steps } = JSON.parse(event.data);
      if (state !== "waiting" && state !== "running") {
        source.close();
        location.reload();
        return;
      }
      if (state === "running") document.getElementById("state").textContent = "Examining";
      for (const step of steps) {
        const item = run.querySelector(`[data-step="${step.name}"]`), bar = item.querySelector("progress");
        item.className = step.state;
        item.querySelector(".many").textContent = step.done ? step.done + (step.total ? ` of ${step.total}` : "") : "";
        if (step.total) { bar.max = step.total; bar.value = step.done; }
        else if (step.state === "now") bar.removeAttribute("value");
        else { bar.max = 1; bar.value = step.state === "past" ? 1 : 0; }
        if (step.state === "now" && last !== step.name) { last = step.name; told.textContent = step.words; }
      }
    });
  }
})();
