// What a look at the page finds besides axe-core, which is loaded before: names, targets, marks of the focus.
globalThis.looks = (() => {
  // axe-core reads the colour of text from a property that knows nothing of forced colours (dequelabs/axe-core#3978).
  const written = CSSStyleDeclaration.prototype.getPropertyValue;
  CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
    const forced = name === "-webkit-text-fill-color" && matchMedia("(forced-colors: active)").matches;
    return forced ? this.color : written.call(this, name);
  };

  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const NOBODYS = "[tabindex='-1'][aria-hidden=true]";  // what only the Return key finds
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const controls = () => [...document.querySelectorAll(CONTROLS)].filter((one) => shown(one) && !one.matches(NOBODYS));
  const told = (one) => one.outerHTML.replace(/\s+/g, " ").slice(0, 110);
  const words = (text) => text.toLowerCase().normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const labelled = (one) => ["radio", "checkbox"].includes(one.type);

  // A tick box is as large as its label; a link in running text is as large as its words, which WCAG allows.
  function size(one) {
    const boxes = [one, ...(labelled(one) ? one.labels : [])].map((each) => each.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left));
    const height = Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top));
    return Math.round(Math.min(width, height));
  }
  const inText = (one) => one.matches("a") && getComputedStyle(one).display === "inline";
  const targets = (least) =>
    controls().filter((one) => !inText(one) && !one.matches(".skip") && size(one) < least)
      .map((one) => `${size(one)} px: ${one.localName} ${one.innerText || one.name || one.href}`);

  // WCAG 2.5.3: who says aloud what is written on a control must hit it.
  function names() {
    axe.setup(document);
    const { accessibleText, visibleVirtual } = axe.commons.text;
    const seen = (one) => visibleVirtual(axe.utils.getNodeFromTree(one), false, false);
    const faults = controls().flatMap((one) => {
      const name = words(accessibleText(one));
      const written = [...(one.labels ?? [])].length ? [...one.labels] : one.matches("a, button, summary") ? [one] : [];
      const missing = written.map(seen).map(words).filter((text) => text && !` ${name} `.includes(` ${text} `));
      return name ? missing.map((text) => `"${text}" is written, "${name}" is its name: ${told(one)}`) : [`no name: ${told(one)}`];
    });
    axe.teardown();
    return faults;
  }

  // WCAG 1.4.11: what shows where a field or the focus is stands out from what is behind it.
  const STANDS_OUT = 3;
  const colour = (text) => new axe.commons.color.Color().parseString(text);
  const contrast = (one, other) => axe.commons.color.getContrast(one, other) ?? 1;
  function standsOut(one, colours) {
    axe.setup(document);
    const behind = axe.commons.color.getBackgroundColor(one.parentElement, []);
    const best = behind ? Math.max(1, ...colours.map((text) => contrast(behind, colour(text)))) : STANDS_OUT;
    axe.teardown();
    return best >= STANDS_OUT;
  }
  const FIELDS = "input:not([type=hidden], [type=radio], [type=checkbox], [type=submit]), select, textarea";
  const edges = () => [...document.querySelectorAll(FIELDS)].filter(shown).filter((one) => {
    const { borderTopColor, borderTopWidth, backgroundColor } = getComputedStyle(one);
    return !standsOut(one, [...(parseFloat(borderTopWidth) ? [borderTopColor] : []), backgroundColor]);
  }).map(told);

  // WCAG 1.4.4: twice as large, no text is cut off, except what is clipped for being heard only.
  function cut() {
    document.documentElement.style.fontSize = "200%";
    const faults = [...document.querySelectorAll("main *")].filter(shown).filter((one) => {
      const { overflowY, display, clipPath } = getComputedStyle(one);
      const closed = ["hidden", "clip"].includes(overflowY) && display !== "inline" && clipPath === "none";
      return closed && one.textContent.trim() && one.scrollHeight > one.clientHeight + 1;
    }).map(told);
    document.documentElement.style.fontSize = "";
    return faults;
  }

  // How a control and what surrounds it look; it must look otherwise with the focus.
  const around = (one) => [one, one.closest("label, li, form, div")].filter(Boolean);
  const look = (one) => around(one).map((each) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(each);
    const outline = outlineStyle === "none" || outlineWidth === "0px" ? "" : outlineStyle + outlineWidth + outlineColor;
    return [outline, boxShadow, borderColor, backgroundColor].join();
  }).join();
  let without = new Map();
  const remember = () => { without = new Map(controls().map((one) => [one, look(one)])); };

  // The ring is where an outline or a shadow came with the focus; the control's own look marks it otherwise.
  function faint(one) {
    const rings = around(one).flatMap((each) => {
      const { outlineStyle, outlineColor, boxShadow } = getComputedStyle(each);
      const shadow = boxShadow.match(/^(rgba?|color|oklch|oklab|lab|lch|hsl)\([^)]*\)/)?.[0];
      return each.matches(":focus-visible, :has(:focus-visible)")
        ? [...(outlineStyle === "none" ? [] : [[each, outlineColor]]), ...(shadow ? [[each, shadow]] : [])] : [];
    });
    return rings.length > 0 && !rings.some(([each, text]) => standsOut(each, [text]));
  }

  function focused() {
    const one = document.activeElement;
    const box = one.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return {
      place: [...document.querySelectorAll("*")].indexOf(one),
      inMain: !!one.closest("main"),
      inFooter: !!one.closest("footer"),
      marked: without.has(one) && look(one) !== without.get(one),
      faint: faint(one),
      uncovered: !!top && (one.contains(top) || top.contains(one) || [...(one.labels ?? [])].some((each) => each.contains(top))),
      left: box.left,
      right: box.right,
      top: box.top + scrollY,
      bottom: box.bottom + scrollY,
      told: told(one),
    };
  }
  return { targets, names, edges, cut, remember, focused };
})();
