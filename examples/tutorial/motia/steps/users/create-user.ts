import { api, logger } from '@motia/core';

export default api({
  id: 'create-user',
  method: 'POST',
  path: '/users'
}, async ({ body }) => {
  const startTime = Date.now();
  
  logger.info('사용자 생성 시작', {
    email: body.email,
    role: body.role,
    timestamp: new Date().toISOString()
  });

  try {
    const user = {
      id: Math.random().toString(36).substr(2, 9),
      ...body,
      createdAt: new Date().toISOString()
    };

    await motia.trigger('send-welcome-email', {
      userId: user.id,
      email: user.email,
      name: user.name
    });

    logger.info('사용자 생성 성공', {
      userId: user.id,
      executionTime: Date.now() - startTime
    });

    return { success: true, user };
  } catch (error) {
    logger.error('사용자 생성 실패', {
      error: error.message,
      email: body.email,
      executionTime: Date.now() - startTime
    });
    throw error;
  }
});
