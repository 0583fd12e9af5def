import { event } from '@motia/core'

export default event({ id: 'handle' }, async () => {})
