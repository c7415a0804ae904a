/**
 * Where XML stops being well-formed: the first closing tag that closes nothing, or the tag that is never closed.
 *
 * @param {string} text
 * @returns {{ line: number, detail: string } | undefined}
 */
export function findXmlFault(text) {
  /** @type {{ name: string, at: number }[]} */
  const open = [];
  const token =
    /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<(\/?)([A-Za-z_:][^\s/>]*)(?:"[^"]*"|'[^']*'|[^"'>])*?(\/?)>/g;
  for (const match of text.matchAll(token)) {
    const [, slash, name, selfClosing] = match;
    if (name === undefined || selfClosing === '/') continue;
    if (slash === '') {
      open.push({ name, at: match.index });
      continue;
    }
    const last = open.pop();
    if (last?.name === name) continue;
    const detail = last === undefined ? `</${name}>` : `<${last.name}> … </${name}>`;
    return { line: lineAt(text, match.index), detail };
  }
  const left = open.at(-1);
  return left && { line: lineAt(text, left.at), detail: `<${left.name}> …` };
}

/**
 * @param {string} text
 * @param {number} at
 */
function lineAt(text, at) {
  return text.slice(0, at).split('\n').length;
}
