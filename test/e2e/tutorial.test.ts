/**
 * The tutorial from its first command to its last `curl`, as printed: the blocks of test/fixtures/tutorial.ko.md go,
 * chapter by chapter, into a project that runs all the while. Needs the ports that it prints.
 */
import { afterAll, afterEach, beforeEach } from 'vitest'
import { chapter4, chapter5, chapter6 } from './tutorial/background.ts'
import { chapter1, chapter2 } from './tutorial/first-steps.ts'
import { chapter3 } from './tutorial/languages.ts'
import { beginTutorial } from './tutorial/session.ts'
import { chapter8, chapter9 } from './tutorial/whole.ts'

const tutorial = beginTutorial()
afterAll(() => tutorial.end())

// A chapter builds on the ones before: after a failure the rest would only wait in vain.
let isBroken = false
beforeEach(({ skip }) => skip(isBroken))
afterEach(({ task }) => {
  isBroken ||= task.result?.state === 'fail'
})

for (const chapter of [chapter1, chapter2, chapter3, chapter4, chapter5, chapter6, chapter8, chapter9]) {
  chapter(tutorial)
}
