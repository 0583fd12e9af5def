import { event } from '@motia/core'

export default event({ id: 'no-op' }, async () => {})
