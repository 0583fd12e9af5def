/** `require('motia/testing')`: as in @motia/core, the very module that `import` gives, for Jest. */
const { createRequire } = process.getBuiltinModule('node:module')

module.exports = { ...createRequire(__filename)('./index.js') }
