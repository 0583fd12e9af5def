/**
 * `require('@motia/core')`: the very module that `import` gives, so that a process has one. Node itself would do without
 * this file; Jest has modules of its own, and cannot require ours, so it is asked for outside of them.
 */
const { runInThisContext } = require('node:vm')

const { createRequire } = runInThisContext('process').getBuiltinModule('node:module')
module.exports = { ...createRequire(__filename)('./index.js') }
globalThis.motia ??= module.exports.motia
