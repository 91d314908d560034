// Owns how elements are made. Whatever comes from the API becomes text, never markup.

/** An element with attributes, and children that are elements or text. */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const CONTROLS = "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f";
const DIRECTIONS = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
const SPACES = "\\u200b\\u2028\\u2029\\ufeff";
/** What nobody sees, or what turns the direction of text; line break and tab are neither. */
const UNSEEN = new RegExp(`([${CONTROLS}${DIRECTIONS}${SPACES}])`);

/** Text of somebody else: what is unseen in it is shown by its code, and copied as it is. */
export function plain(text) {
  return String(text)
    .split(UNSEEN)
    .map((part, i) => (i % 2 === 1 ? control(part) : part))
    .filter((part) => part !== "");
}

function control(character) {
  const code = character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  return el("bdi", { class: "control", "data-code": `U+${code}` }, character);
}

/** A name that somebody chose: whatever its direction, it does not turn what is around it. */
export function name(text, attributes) {
  return el("bdi", { class: "name", ...attributes }, ...plain(text));
}

/** Shows new children, unless they are what is shown: what is selected or focused stays so. */
export function show(parent, ...children) {
  const now = el("div", {}, ...children);
  if (parent.innerHTML !== now.innerHTML) {
    parent.replaceChildren(...now.childNodes);
  }
}

/** Shows text, unless it is what is shown. */
export function showText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
