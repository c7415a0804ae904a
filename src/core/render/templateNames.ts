import { NewsletterError, type Text } from '../errors.ts';
import { nearestName } from '../nearestName.ts';
import type { Shape } from './viewShape.ts';

/** The helpers a template may use. */
export const templateHelpers = ['if', 'unless', 'each', 'with'];

const loopNames = ['index', 'key', 'first', 'last'];

/** Where in a template we are, and what can be named there. */
export interface Scope {
  readonly fileName: string;
  /** What `@root` names. */
  readonly root: Shape;
  /** What a name without `@` and `../` begins at, then one for each `../`. */
  readonly contexts: readonly [Shape, ...Shape[]];
  readonly blockParams: ReadonlyMap<string, Shape>;
}

interface NodeTypes {
  readonly BlockStatement: hbs.AST.BlockStatement;
  readonly ContentStatement: hbs.AST.ContentStatement;
  readonly MustacheStatement: hbs.AST.MustacheStatement;
  readonly PartialStatement: hbs.AST.PartialStatement;
  readonly PathExpression: hbs.AST.PathExpression;
}

/** Narrows a node of a parsed template by its type. */
export function isNode<Type extends keyof NodeTypes>(
  node: hbs.AST.Node,
  type: Type,
): node is NodeTypes[Type] {
  return node.type === type;
}

/** The shape of what an expression names; throws `template.broken` when it names nothing. */
export function shapeOfExpression(expression: hbs.AST.Expression, scope: Scope): Shape {
  if (expression.type.endsWith('Literal')) return 'text';
  if (!isNode(expression, 'PathExpression')) throw unknownHelper(expression, scope);
  const [first, ...rest] = expression.parts;
  if (expression.data) {
    if (first === 'root') return fieldOf(scope.root, rest, expression, scope);
    if (first !== undefined && loopNames.includes(first) && rest.length === 0) return 'text';
    throw unknownName(expression, `@${first}`, ['@root', ...loopNames.map((name) => `@${name}`)], scope);
  }
  const param = first === undefined || expression.depth > 0 ? undefined : scope.blockParams.get(first);
  if (param !== undefined) return fieldOf(param, rest, expression, scope);
  const context = scope.contexts[expression.depth];
  if (context !== undefined) return fieldOf(context, expression.parts, expression, scope);
  throw brokenTemplate(scope, expression, {
    de: `„${expression.original}“ führt aus dem Template hinaus; @root ist der Anfang.`,
    en: `"${expression.original}" leads out of the template; @root is the beginning.`,
  });
}

function fieldOf(shape: Shape, parts: readonly string[], path: hbs.AST.PathExpression, scope: Scope): Shape {
  const [name, ...rest] = parts;
  if (name === undefined) return shape;
  if (elementOf(shape) !== undefined && name === 'length' && rest.length === 0) return 'text';
  const fields = fieldsOf(shape);
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field !== undefined) return fieldOf(field, rest, path, scope);
  throw unknownName(path, name, [...Object.keys(fields), ...scope.blockParams.keys()], scope);
}

/** The fields of a shape; none for a text or a list. */
export function fieldsOf(shape: Shape): Readonly<Record<string, Shape>> {
  return typeof shape !== 'string' && 'fields' in shape ? shape.fields : {};
}

/** The shape of a list's elements; undefined when it is no list. */
export function elementOf(shape: Shape): Shape | undefined {
  return typeof shape !== 'string' && 'each' in shape ? shape.each : undefined;
}

/** The failure of a helper nobody knows. */
export function unknownHelper(expression: hbs.AST.Expression, scope: Scope): NewsletterError {
  const known = templateHelpers.map((helper) => `#${helper}`);
  return unknownName(expression, `#${sourceOf(expression)}`, known, scope, {
    de: 'den Helfer ',
    en: 'helper ',
  });
}

/** The failure of a name nobody knows: where it stands, what was probably meant, what there is. */
export function unknownName(
  expression: hbs.AST.Expression,
  name: string,
  known: readonly string[],
  scope: Scope,
  kind: Text = { de: '', en: '' },
): NewsletterError {
  const source = sourceOf(expression);
  const nearest = nearestName(name, known);
  return brokenTemplate(
    scope,
    expression,
    {
      de: `${kind.de}„${source}“ gibt es nicht${nearest === undefined ? '.' : ` – meintest du „${nearest}“?`}`,
      en: `${kind.en}"${source}" does not exist${nearest === undefined ? '.' : ` – did you mean "${nearest}"?`}`,
    },
    known.length === 0
      ? undefined
      : {
          de: `An dieser Stelle gibt es: ${known.join(', ')}.`,
          en: `What there is here: ${known.join(', ')}.`,
        },
  );
}

/** A mistake in a template, with its file and line. */
export function brokenTemplate(
  scope: Pick<Scope, 'fileName'>,
  at: hbs.AST.Node | number,
  what: Text,
  hint?: Text,
): NewsletterError {
  const line = typeof at === 'number' ? at : at.loc.start.line;
  return new NewsletterError(
    'template.broken',
    {
      de: `${scope.fileName}, Zeile ${line}: ${what.de}`,
      en: `${scope.fileName}, line ${line}: ${what.en}`,
    },
    { ...(hint === undefined ? {} : { hint }), place: { file: scope.fileName, line } },
  );
}

/** An expression as its author wrote it. */
export function sourceOf(expression: hbs.AST.Expression): string {
  return 'original' in expression ? String(expression.original) : '( … )';
}
