/** The OpenAPI document of all endpoints: to look at, to copy, to download. */
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { openapiQuery } from '../../api/queries.ts'
import { toPretty } from '../../model/json.ts'
import { Button } from '../../parts/button.tsx'
import { CodeEditor } from '../../parts/code-editor.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Loaded } from '../../parts/loaded.tsx'
import { useWords } from '../../words/words.ts'
import css from './openapi-dialog.module.css'
import { WORDS } from './words.ts'

export function OpenApiDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords(WORDS)
  const query = useQuery(openapiQuery())
  const text = toPretty(query.data)
  return (
    <Dialog
      title={words.openapiTitle}
      isOpen
      isDrawer
      onClose={onClose}
      foot={
        query.data !== undefined && (
          <>
            <CopyButton text={text} tone="plain" />
            <Button icon={<Download aria-hidden="true" />} onClick={() => download(text)}>
              {words.download}
            </Button>
          </>
        )
      }
    >
      <Loaded query={query}>
        {() => (
          <div className={css.document}>
            <CodeEditor label={words.openapiTitle} text={text} language="json" />
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'openapi.json'
  link.click()
  URL.revokeObjectURL(url)
}
