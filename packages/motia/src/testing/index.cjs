/** `require('motia/testing')`: as in @motia/core, the very module that `import` gives, in Jest too. */
const { runInThisContext } = require('node:vm')

const { createRequire } = runInThisContext('process').getBuiltinModule('node:module')
module.exports = { ...createRequire(__filename)('./index.js') }
