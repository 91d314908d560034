// Owns finding the statements in a next action, so that each can be copied alone.

// A statement begins with its verb in capitals; a name in brackets begins none.
const BEGIN =
  /^(?:(?:ALTER|BACKUP|CREATE|DENY|DROP|EXEC|GRANT|RESTORE|REVOKE) [A-Z]|[A-Z][a-z]+-Az[A-Z])/;

/** The pieces that the text is made of; those that are a statement have `statement: true`. */
export function pieces(text) {
  const found = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const end = startsWord(text, at) && BEGIN.test(text.slice(at, at + 40)) ? endOf(text, at) : -1;
    if (end > 0) {
      found.push({ text: text.slice(from, at) }, { text: text.slice(at, end), statement: true });
      from = end;
      at = end;
    } else {
      at = text[at] === "[" ? Math.max(quoted(text, at, "]"), at + 1) : at + 1;
    }
  }
  found.push({ text: text.slice(from) });
  return found.filter((piece) => piece.text !== "");
}

function startsWord(text, at) {
  return at === 0 || /[\s(]/.test(text[at - 1]);
}

/**
 * Behind the last character of the statement; -1 when it does not end as one. A semicolon ends it;
 * the end of the text does only when the text said before that this is to be run.
 */
function endOf(text, begin) {
  const cmdlet = /^[A-Z][a-z]+-Az/.test(text.slice(begin, begin + 20));
  let depth = 0;
  for (let at = begin; at < text.length; at++) {
    const c = text[at];
    if (c === "[" || c === "'") {
      at = quoted(text, at, c === "[" ? "]" : "'") - 1;
      if (at < begin) {
        return -1;
      }
    } else if (c === "(") {
      depth++;
    } else if (c === ")" && --depth < 0) {
      return cmdlet ? at : -1;
    } else if (c === ";" && depth === 0) {
      return cmdlet ? at : at + 1;
    }
  }
  return depth === 0 && /run: $/.test(text.slice(0, begin)) ? text.length : -1;
}

/** Behind the closing quote, which is doubled where it belongs to the name; -1 without one. */
function quoted(text, open, close) {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === close) {
      if (text[at + 1] !== close) {
        return at + 1;
      }
      at++;
    }
  }
  return -1;
}
