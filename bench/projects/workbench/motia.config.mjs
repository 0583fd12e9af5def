export default { workers: { count: 1, max: 1 } }
