import { api, event } from '@motia/core'

const flows = ['search']

export const searchItems = api({ id: 'search-items', method: 'GET', path: '/items', flows }, async () => [])

export const indexItem = event({ id: 'index-item', on: 'item.changed', flows }, async () => {})

export const resizeImage = event({ id: 'resize-image', on: 'item.changed', flows }, async () => {})

export const trainModel = event({ id: 'train-model', flows }, async () => {})
