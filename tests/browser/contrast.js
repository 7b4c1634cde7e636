// Every visible text with less contrast than WCAG AA asks of small type: words, class, ratio.
const rgb = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
const lum = c => { const f = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  return .2126 * f(c[0]) + .7152 * f(c[1]) + .0722 * f(c[2]); };
const out = [];
document.querySelectorAll('details').forEach(d => d.open = true);
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let n = walk.nextNode(); n; n = walk.nextNode()) {
  const e = n.parentElement;
  if (!n.data.trim() || !e.checkVisibility() || ['SCRIPT', 'STYLE'].includes(e.tagName) || e.closest('title, .vh, .skip')) continue;
  const s = getComputedStyle(e);
  const svg = e instanceof SVGElement;
  let fore = rgb(svg ? s.fill : s.color), back = null;
  if (svg) {
    const box = e.closest('a')?.querySelector('path');
    back = rgb(box ? getComputedStyle(box).fill : getComputedStyle(document.body).backgroundColor);
  } else {
    for (let a = e; a && !back; a = a.parentElement) {
      const behind = rgb(getComputedStyle(a).backgroundColor);
      if (behind[3] > 0) back = behind;
    }
  }
  back = back || [255, 255, 255, 1];
  const [x, y] = [lum(fore), lum(back)].sort((p, q) => q - p);
  const ratio = (x + .05) / (y + .05);
  if (ratio < 4.5) out.push([n.data.trim().slice(0, 40), e.className.baseVal || e.className || e.tagName, ratio.toFixed(2)]);
}
return out;
