// A suppression that eslint does not know for one needs its reason as well: <!-- eslint-disable-next-line RULE -- why -->,
// <!-- svelte-ignore CODE (why) --> and // oxlint-disable-next-line RULE -- why: what each tool takes for a comment.

const NEEDS_REASON = [
  { suppression: /^\s*(?:es|ox)lint-(?:disable|enable)/, reason: /\s--\s+\S.{4,}/s, form: '" -- why"' },
  { suppression: /^\s*svelte-ignore\b/, reason: /\(\S.{4,}\)/s, form: '"(why)"' },
];
/** eslint's own blanket suppressions its plugin for comments refuses. */
const NARROW = /^\s*oxlint-disable-(?:next-)?line\s+[\w@]/;

/** @type {import('eslint').Rule.RuleModule} */
export const suppressionReason = {
  meta: {
    type: 'problem',
    docs: { description: 'a suppression gives its reason' },
    schema: [],
    messages: {
      reason: 'Give the reason for this suppression after it: {{form}}.',
      blanket: 'Suppress a rule, by its name, for a line alone.',
    },
  },
  create(context) {
    /** @param {any} comment */
    const look = (comment) => {
      const unexplained = NEEDS_REASON.find(
        ({ suppression, reason }) => suppression.test(comment.value) && !reason.test(comment.value),
      );
      if (unexplained) context.report({ loc: comment.loc, messageId: 'reason', data: { form: unexplained.form } });
    };
    return /** @type {any} */ ({
      SvelteHTMLComment: look,
      Program() {
        const comments = context.sourceCode.getAllComments();
        for (const comment of comments.filter(({ value }) => /^\s*oxlint-/.test(value))) {
          if (NARROW.test(comment.value)) look(comment);
          else context.report({ loc: /** @type {any} */ (comment).loc, messageId: 'blanket' });
        }
      },
    });
  },
};
