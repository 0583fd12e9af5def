// Settings by environment: `motia dev` takes development, `motia start` takes production, unless NODE_ENV says
// otherwise. PORT, DATABASE_URL, REDIS_URL and the other variables of .env win over what is written here.
module.exports = {
  development: {
    port: 3001,
    workbench: {
      enabled: true,
      port: 3000
    },
    database: {
      url: 'sqlite://./motia-dev.db'
    }
  },

  production: {
    port: process.env.PORT || 8080,
    workbench: {
      enabled: false // switch it on only together with a password
    },
    database: {
      url: process.env.DATABASE_URL
    },
    redis: {
      url: process.env.REDIS_URL
    }
  }
};
