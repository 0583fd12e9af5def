/**
 * `require('@motia/core')`: the very module that `import` gives, so that a process has one. Node would find it without
 * this file; test runners with a module system of their own, Jest's, cannot require modules.
 */
const { createRequire } = process.getBuiltinModule('node:module')

module.exports = { ...createRequire(__filename)('./index.js') }
globalThis.motia ??= module.exports.motia
