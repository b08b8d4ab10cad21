// Every sentence a person reads stands in src-shared/messages (decision 11). Markup may hold no words of its own:
// no text nodes with letters, no such strings in {expressions} shown as text, none in the attributes people read or hear.

const READ_ATTRIBUTES = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'heading',
  'label',
  'placeholder',
  'title',
]);
// Elements whose text is not language.
const NOT_READ = new Set(['script', 'style']);

/** @param {unknown} text */
const hasLetters = (text) => typeof text === 'string' && /\p{L}/u.test(text);

/**
 * The string literals an expression can evaluate to: both sides of a choice or a concatenation, the fixed parts of a
 * template. Arguments of calls are not among them.
 * @param {any} expression
 * @returns {any[]}
 */
function shownLiterals(expression) {
  switch (expression?.type) {
    case 'Literal':
      return hasLetters(expression.value) ? [expression] : [];
    case 'TemplateLiteral':
      return [
        ...expression.quasis.filter((/** @type {any} */ quasi) => hasLetters(quasi.value.cooked)),
        ...expression.expressions.flatMap(shownLiterals),
      ];
    case 'ConditionalExpression':
      return [...shownLiterals(expression.consequent), ...shownLiterals(expression.alternate)];
    case 'LogicalExpression':
    case 'BinaryExpression':
      return ['+', '??', '||', '&&'].includes(expression.operator)
        ? [...shownLiterals(expression.left), ...shownLiterals(expression.right)]
        : [];
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
      return shownLiterals(expression.expression);
    default:
      return [];
  }
}

/** @param {any} node */
const elementName = (node) => node?.name?.name ?? '';

/** @type {import('eslint').Rule.RuleModule} */
export const noLiteralText = {
  meta: {
    type: 'problem',
    docs: { description: 'words people read come from src-shared/messages' },
    schema: [],
    messages: { literal: 'Literal text "{{text}}" in markup: take it from src-shared/messages.' },
  },
  create(context) {
    /** @param {any} node @param {string} text */
    const report = (node, text) => {
      context.report({ node, messageId: 'literal', data: { text: text.trim().slice(0, 40) } });
    };
    /** @param {any} expression */
    const reportShown = (expression) => {
      for (const node of shownLiterals(expression)) report(node, String(node.value?.cooked ?? node.value));
    };
    return /** @type {any} */ ({
      /** @param {any} node */
      SvelteText(node) {
        if (!NOT_READ.has(elementName(node.parent)) && hasLetters(node.value)) report(node, node.value);
      },
      /** @param {any} node */
      SvelteMustacheTag(node) {
        if (node.parent.type !== 'SvelteAttribute') reportShown(node.expression);
      },
      /** @param {any} node */
      SvelteAttribute(node) {
        if (!READ_ATTRIBUTES.has(node.key.name)) return;
        for (const part of node.value) {
          if (part.type === 'SvelteLiteral' && hasLetters(part.value)) report(part, part.value);
          if (part.type === 'SvelteMustacheTag') reportShown(part.expression);
        }
      },
    });
  },
};
