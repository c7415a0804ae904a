/** Longer than any component's opening tag or expression. */
const longest = 2000;

/** MDX as Markdown: without its imports and exports, components and expressions; what components hold stays. */
export function plainMdx(text: string): string {
  return withoutComponents(withoutModules(text));
}

/** Lines of JavaScript at the outermost level; each ends at an empty line, as MDX itself has it. */
function withoutModules(text: string): string {
  let isModule = false;
  return text
    .split('\n')
    .filter((line, index, lines) => {
      const isStart =
        (index === 0 || lines[index - 1]?.trim() === '' || isModule) && /^(?:import|export)\s/.test(line);
      isModule = isStart || (isModule && line.trim() !== '');
      return !isModule;
    })
    .join('\n');
}

function withoutComponents(text: string): string {
  let kept = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '`') {
      // Code in a line means itself.
      const end = text.slice(at + 1, at + longest).search(/[`\n]/);
      if (end >= 0 && text[at + 1 + end] === '`') at += end + 1;
      continue;
    }
    const isTag = sign === '<' && /^<\/?(?:[A-Za-z][\w.:-]*(?=[\s/>])|>)/.test(text.slice(at, at + 200));
    // `\{` is a brace to read; two of them belong to another kind of template.
    const isExpression =
      sign === '{' && text[at - 1] !== '\\' && text[at + 1] !== '{' && text[at + 1] !== '%';
    if (!isTag && !isExpression) continue;
    const end = isTag ? endOfTag(text, at) : endOfBraces(text, at);
    if (end === undefined) continue;
    kept += text.slice(from, at);
    from = end;
    at = end - 1;
  }
  return kept + text.slice(from);
}

/** Behind the `>` of a tag; those in texts and expressions of its attributes do not count. */
function endOfTag(text: string, start: number): number | undefined {
  for (let at = start + 1; at < Math.min(text.length, start + longest); at += 1) {
    const sign = text[at];
    if (sign === '>') return at + 1;
    if (sign === '"' || sign === "'") {
      const end = text.indexOf(sign, at + 1);
      if (end < 0) return undefined;
      at = end;
    } else if (sign === '{') {
      const end = endOfBraces(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    }
  }
  return undefined;
}

function endOfBraces(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < Math.min(text.length, start + longest); at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}
