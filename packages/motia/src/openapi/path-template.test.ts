import { expect, it } from 'vitest'
import { toPathTemplate } from './path-template.ts'

it.each([
  ['/users/:id', '/users/{id}', ['id']],
  ['/한글/:이름', '/한글/{이름}', ['이름']],
  ['/a/:b(\\d+\\))/:c', '/a/{b}/{c}', ['b', 'c']],
  ['/at::noon/:a-:b', '/at:noon/{a}-{b}', ['a', 'b']],
  ['/files/*', '/files/{path}', ['*']],
])('the path %s is the template %s', (path, template, names) => {
  expect(toPathTemplate(path)).toMatchObject({ path: template, names })
})
