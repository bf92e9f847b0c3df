"use strict";
// Everything on the page works without this script: mentions link to their entities and back.
// It adds the tooltip with the evidence, and lights up the other mentions of an entity.
(() => {
  const tip = document.getElementById("tip");
  const touch = matchMedia("(hover: none)");
  let shown = null;
  let asked = null;

  const part = (tag, name, text) => {
    const made = document.createElement(tag);
    made.className = name;
    made.textContent = text;
    return made;
  };
  const target = (mention) => document.getElementById(mention.hash.slice(1));
  const same = (mention) =>
    document.querySelectorAll(`.text a.m[href="${mention.getAttribute("href")}"]`);

  function fill(mention) {
    const entry = target(mention);
    const read = (name) => entry?.querySelector(name)?.textContent ?? "";
    tip.replaceChildren(part("p", "name", read(".name") || mention.textContent));
    const what = [entry?.dataset.what, read(".id")].filter(Boolean).join(" · ");
    if (what) tip.append(part("p", "what", what));
    if (mention.dataset.why) tip.append(part("p", "why", mention.dataset.why));
    if (!mention.dataset.score) return;
    const row = part("div", "score", "");
    const meter = part("meter", "", "");
    meter.value = Number(mention.dataset.score);
    meter.setAttribute("aria-hidden", "true");
    row.append(meter, part("span", "", `score ${mention.dataset.score}`));
    tip.append(row);
  }

  function place(mention) {
    const box = mention.getClientRects()[0];
    const gap = 8;
    const left = Math.min(box.left, innerWidth - tip.offsetWidth - 12);
    const below = box.bottom + gap + tip.offsetHeight < innerHeight;
    const top = below ? box.bottom + gap : Math.max(gap, box.top - gap - tip.offsetHeight);
    tip.style.left = `${Math.max(12, left)}px`;
    tip.style.top = `${top}px`;
  }

  function hide() {
    if (!shown) return;
    same(shown).forEach((each) => each.classList.remove("same"));
    target(shown)?.classList.remove("lit");
    shown.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  }

  function show(mention) {
    if (shown === mention) return;
    hide();
    shown = mention;
    tip.className = mention.className.replace(/\bm\b/, "tip");
    fill(mention);
    tip.hidden = false;
    place(mention);
    mention.setAttribute("aria-describedby", "tip");
    same(mention).forEach((each) => each.classList.add("same"));
    target(mention)?.classList.add("lit");
  }

  const mentionOf = (event) => event.target.closest?.(".text a.m");
  document.addEventListener("mouseover", (event) => {
    const mention = mentionOf(event);
    if (mention) show(mention);
    else if (shown !== document.activeElement) hide();
  });
  document.addEventListener("focusin", (event) => {
    const mention = mentionOf(event);
    if (mention) show(mention);
    else hide();
  });
  document.addEventListener("click", (event) => {
    const mention = mentionOf(event);
    if (!mention) hide();
    else if (touch.matches && mention !== asked) event.preventDefault();
    asked = mention ?? null; // on a touch screen the second tap follows the link
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("scroll", () => shown && place(shown), { passive: true });
})();
