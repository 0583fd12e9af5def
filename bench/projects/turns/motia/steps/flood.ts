import { event } from '@motia/core'

export const noOp = event({ id: 'flood-no-op' }, async () => {})

export const slow = event({ id: 'flood-slow' }, () => new Promise((resolve) => setTimeout(resolve, 100)))
