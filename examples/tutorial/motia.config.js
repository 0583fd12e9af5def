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
      enabled: false // 프로덕션에서는 비활성화
    },
    database: {
      url: process.env.DATABASE_URL
    },
    redis: {
      url: process.env.REDIS_URL
    }
  }
};
