// Subscribers of a Workbench's live stream that discard what they get. Says so when all are in.
import { request } from 'node:http'

const { port, token, clients } = JSON.parse(process.argv[2])

await Promise.all(Array.from({ length: clients }, subscribe))
process.send('ready')

function subscribe() {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      path: '/api/v1/live',
      headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    }
    request(options, (response) => {
      response.resume()
      if (response.statusCode === 200) resolve()
      else reject(new Error(`the live stream answered ${response.statusCode}`))
    })
      .once('error', reject)
      .end()
  })
}
