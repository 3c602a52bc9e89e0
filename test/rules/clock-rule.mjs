// A rule for oxlint: nobody but the clock reads the time. `new Date(value)` with an argument is no reading.
const advice = 'Only src/shared/clock.ts reads the time: take a Clock, or a `now` from the caller.';

function isDate(node) {
  return node.type === 'Identifier' && node.name === 'Date';
}

const noClock = {
  create(context) {
    const report = (node) => context.report({ node, message: advice });
    return {
      NewExpression(node) {
        if (isDate(node.callee) && node.arguments.length === 0) report(node);
      },
      CallExpression(node) {
        if (isDate(node.callee)) report(node);
      },
      MemberExpression(node) {
        if (isDate(node.object) && !node.computed && node.property.name === 'now') report(node);
      },
    };
  },
};

// The linter asks for a default export.
export default { meta: { name: 'estafeta' }, rules: { 'no-clock': noClock } };
