// A suppression in markup needs its reason, as one in TypeScript does:
// <!-- eslint-disable-next-line RULE -- why --> and <!-- svelte-ignore CODE (why) -->: what each tool takes for a comment.

const NEEDS_REASON = [
  { suppression: /^\s*eslint-(?:disable|enable)/, reason: /\s--\s+\S.{4,}/s, form: '" -- why"' },
  { suppression: /^\s*svelte-ignore\b/, reason: /\(\S.{4,}\)/s, form: '"(why)"' },
];

/** @type {import('eslint').Rule.RuleModule} */
export const suppressionReason = {
  meta: {
    type: 'problem',
    docs: { description: 'a suppression in markup gives its reason' },
    schema: [],
    messages: { reason: 'Give the reason for this suppression after it: {{form}}.' },
  },
  create(context) {
    return /** @type {any} */ ({
      /** @param {any} node */
      SvelteHTMLComment(node) {
        const unexplained = NEEDS_REASON.find(
          ({ suppression, reason }) => suppression.test(node.value) && !reason.test(node.value),
        );
        if (unexplained) context.report({ node, messageId: 'reason', data: { form: unexplained.form } });
      },
    });
  },
};
