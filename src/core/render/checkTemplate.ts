import { NewsletterError } from '../errors.ts';
import {
  brokenTemplate,
  elementOf,
  fieldsOf,
  isNode,
  shapeOfExpression,
  sourceOf,
  templateHelpers,
  unknownHelper,
  unknownName,
  type Scope,
} from './templateNames.ts';
import type { Shape } from './viewShape.ts';

/** What the check needs to know of the templates around the one it checks. */
interface Templates {
  readonly parse: (fileName: string) => hbs.AST.Program;
  /** Names of partials with their files. */
  readonly partials: ReadonlyMap<string, string>;
}

interface Walk extends Scope, Templates {
  /** The files that lead here, so that none leads to itself. */
  readonly trail: readonly string[];
  readonly faults: NewsletterError[];
}

/**
 * Handlebars' strict mode sees a misspelled field only when it is printed, not in `{{#if}}` and `{{#each}}`. So
 * every name in a template and its partials is looked up in the view's shape. All mistakes, each once.
 */
export function templateFaults(
  fileName: string,
  shape: Shape,
  templates: Templates,
): readonly NewsletterError[] {
  const walk: Walk = {
    ...templates,
    fileName,
    root: shape,
    contexts: [shape],
    blockParams: new Map(),
    trail: [],
    faults: [],
  };
  collect(walk, () => checkFile(fileName, shape, walk));
  // A partial that is brought in at several places is looked at several times.
  return [...new Map(walk.faults.map((fault) => [fault.text.en, fault])).values()];
}

function collect({ faults }: Walk, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof NewsletterError)) throw error;
    faults.push(error);
  }
}

/** A partial cannot know who calls it, so `../` ends at its own edge; `@root` leads everywhere. */
function checkFile(fileName: string, context: Shape, from: Walk): void {
  const trail = [...from.trail, fileName];
  checkProgram(from.parse(fileName), {
    ...from,
    fileName,
    contexts: [context],
    blockParams: new Map(),
    trail,
  });
}

function checkProgram(program: hbs.AST.Program | undefined, walk: Walk): void {
  for (const statement of program?.body ?? []) collect(walk, () => checkStatement(statement, walk));
}

function checkStatement(statement: hbs.AST.Statement, walk: Walk): void {
  if (isNode(statement, 'ContentStatement')) checkContent(statement, walk);
  else if (isNode(statement, 'MustacheStatement')) checkMustache(statement, walk);
  else if (isNode(statement, 'BlockStatement')) checkBlock(statement, walk);
  else if (isNode(statement, 'PartialStatement')) checkPartial(statement, walk);
  else if (statement.type !== 'CommentStatement') {
    throw brokenTemplate(walk, statement, {
      de: 'Diese Handlebars-Anweisung gibt es hier nicht.',
      en: 'This Handlebars statement is not available here.',
    });
  }
}

/** MJML drops what it should include without a word, so its author would miss it only in the letter. */
function checkContent(content: hbs.AST.ContentStatement, walk: Walk): void {
  const [before = ''] = content.value.split(/<mj-include/i);
  if (before === content.value) return;
  throw brokenTemplate(walk, content.loc.start.line + before.split('\n').length - 1, {
    de: '<mj-include> gibt es hier nicht; {{> name}} holt partials/name.mjml herein.',
    en: '<mj-include> is not available here; {{> name}} brings in partials/name.mjml.',
  });
}

function checkMustache(mustache: hbs.AST.MustacheStatement, walk: Walk): void {
  if (mustache.params.length > 0 || mustache.hash) throw unknownHelper(mustache.path, walk);
  const shape = shapeOfExpression(mustache.path, walk);
  const source = sourceOf(mustache.path);
  if (typeof shape !== 'string') {
    const isList = elementOf(shape) !== undefined;
    throw brokenTemplate(walk, mustache, {
      de: `„${source}“ ist kein Text, sondern ${isList ? 'eine Liste' : 'eine Gruppe von Feldern'}.`,
      en: `"${source}" is no text but ${isList ? 'a list' : 'a group of fields'}.`,
    });
  }
  if (!mustache.escaped && shape !== 'html') {
    throw brokenTemplate(walk, mustache, {
      de: `„${source}“ darf nicht in {{{ }}} stehen: Nur die Worte des Autors sind fertiges HTML.`,
      en: `"${source}" must not stand in {{{ }}}: only the author's words are finished HTML.`,
    });
  }
}

function checkBlock(block: hbs.AST.BlockStatement, walk: Walk): void {
  const helper = sourceOf(block.path);
  const [subject, ...others] = block.params;
  if (!templateHelpers.includes(helper) || !subject || others.length > 0)
    throw unknownHelper(block.path, walk);
  const shape = shapeOfExpression(subject, walk);
  checkProgram(block.inverse, walk);
  if (helper === 'if' || helper === 'unless') return checkProgram(block.program, walk);
  const context = helper === 'each' ? elementOf(shape) : shape;
  if (context === undefined) {
    throw brokenTemplate(walk, block, {
      de: `„${sourceOf(subject)}“ ist keine Liste.`,
      en: `"${sourceOf(subject)}" is no list.`,
    });
  }
  const [name, indexName] = block.program.blockParams ?? [];
  const blockParams = new Map(walk.blockParams);
  if (name !== undefined) blockParams.set(name, context);
  if (indexName !== undefined) blockParams.set(indexName, 'text');
  return checkProgram(block.program, { ...walk, blockParams, contexts: [context, ...walk.contexts] });
}

function checkPartial(partial: hbs.AST.PartialStatement, walk: Walk): void {
  const name = sourceOf(partial.name);
  const fileName = walk.partials.get(name);
  if (fileName === undefined) throw unknownName(partial.name, name, [...walk.partials.keys()], walk);
  if (walk.trail.includes(fileName)) {
    throw brokenTemplate(walk, partial, {
      de: `„${name}“ ruft sich selbst auf.`,
      en: `"${name}" calls itself.`,
    });
  }
  const [given] = partial.params;
  const context = given ? shapeOfExpression(given, walk) : walk.contexts[0];
  const added = (partial.hash?.pairs ?? []).map(
    (pair) => [pair.key, shapeOfExpression(pair.value, walk)] as const,
  );
  checkFile(
    fileName,
    added.length === 0 ? context : { fields: { ...fieldsOf(context), ...Object.fromEntries(added) } },
    walk,
  );
}
