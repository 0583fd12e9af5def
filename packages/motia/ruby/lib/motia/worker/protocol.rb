# frozen_string_literal: true

require_relative 'json_text'

module Motia
  module Worker
    # The worker protocol, version 1: what the app (host) and a worker of any language say to each other on the worker's
    # descriptor 3, in the frames of frames.rb. Payloads and results are JSON text in strings. docs/protocol.md says what
    # each message means; protocol.ts and protocol.py are the twins of this file.
    #
    #   host                                   worker
    #    │◄───────────────────────────── ready │  version, language
    #    │ hello ─────────────────────────────►│  version, project, files
    #    │◄───────────────────────── described │  steps and mistakes of the files
    #    │ routes ────────────────────────────►│  which steps a target reaches, for receipts
    #    │ run ───────────────────────────────►│  n numbers the attempt on this channel
    #    │◄───────────────────────────── begun │  the handlers of these are about to be called
    #    │◄─────────────────────────── ask / q │  state read, trigger now, call, results
    #    │ reply / q ─────────────────────────►│
    #    │◄─────────────────────────────── log │
    #    │ withdraw ──────────────────────────►│  not to begin, if it has not
    #    │ cancel ────────────────────────────►│
    #    │◄────────────────────────────── head │  an answer that comes piece by piece: effects so far
    #    │ pull ──────────────► chunk          │  pieces, as many as were asked for
    #    │◄────────────────────────────── done │  outcome and effects, in one message
    #    │ ping ──────────────► pong           │  is it alive?
    #    │ stop ──────────────────────────────►│  ends when its attempts have, or after the grace
    #
    # The functions make the worker's messages as JSON text. Those that are sent for every run are put together by hand.
    module Protocol
      VERSION = 1
      LANGUAGE = 'ruby'
      CHANNEL_FD = 3
      MAX_FRAME_BYTES = 512 * 1024 * 1024
      NO_EFFECTS = '{"triggers":[],"writes":[],"reads":[],"groupReads":[]}'

      module_function

      def ready
        JsonText.generate({ t: 'ready', v: VERSION, language: LANGUAGE, pid: Process.pid })
      end

      def described(steps, mistakes, modules)
        JsonText.generate({ t: 'described', steps: steps, mistakes: mistakes, modules: modules })
      end

      def begun(numbers, at)
        %({"t":"begun","n":[#{numbers.join(',')}],"at":#{at}})
      end

      # @param result JSON text
      # @param effects JSON text
      def succeeded(number, result, effects)
        %({"t":"done","n":#{number},"outcome":{"status":"succeeded","result":#{JsonText.quote(result)},"effects":#{effects}}})
      end

      # The answer to a request. @param response JSON text
      def answered(number, response, effects)
        %({"t":"done","n":#{number},"outcome":{"status":"succeeded","result":"null","effects":#{effects},"response":#{response}}})
      end

      # @param effects JSON text, or nothing if they do not count
      def failed(number, reason, failure, effects)
        counted = effects ? %(,"effects":#{effects}) : ''
        %({"t":"done","n":#{number},"outcome":{"status":"failed","reason":"#{reason}","failure":#{JsonText.generate(failure)}#{counted}}})
      end

      def head(number, status, headers, effects)
        %({"t":"head","n":#{number},"status":#{status},"headers":#{JsonText.generate(headers)},"effects":#{effects}})
      end

      # @param piece a text, or bytes
      def chunk(number, piece)
        data, encoding = encode_body(piece)
        %({"t":"chunk","n":#{number},"data":#{data}#{encoding}})
      end

      # @param body a text, bytes, or nothing
      # @return JSON text
      def response(status, headers, body)
        data, encoding = body.nil? ? [] : encode_body(body)
        content = data ? %(,"body":#{data}#{encoding}) : ''
        %({"status":#{status},"headers":#{JsonText.generate(headers)}#{content}})
      end

      # @param number the attempt that asks, if one does
      def ask(question, number, asked)
        message = { t: 'ask', q: question }
        message[:n] = number if number
        message[:ask] = asked
        JsonText.generate(message)
      end

      def log(message)
        JsonText.generate({ t: 'log', **message })
      end

      # @param rss bytes, if known
      def pong(ping, rss)
        %({"t":"pong","p":#{JsonText.generate(ping)}#{rss ? %(,"rss":#{rss}) : ''}})
      end

      # Text stays text; bytes, and text that is none, become base64.
      def encode_body(body)
        return [JsonText.quote(body), ''] if body.encoding != Encoding::BINARY && body.valid_encoding?

        [%("#{[body].pack('m0')}"), ',"encoding":"base64"']
      end
    end
  end
end
