# frozen_string_literal: true

module Motia
  module Worker
    # Text of any encoding as valid UTF-8, for what has to be told whatever it is.
    module Utf8
      module_function

      def of(text)
        return text if text.encoding == Encoding::UTF_8 && text.valid_encoding?

        case text.encoding
        when Encoding::UTF_8, Encoding::BINARY, Encoding::US_ASCII
          text.dup.force_encoding(Encoding::UTF_8).scrub
        else
          text.encode(Encoding::UTF_8, invalid: :replace, undef: :replace)
        end
      rescue EncodingError
        text.dup.force_encoding(Encoding::UTF_8).scrub
      end
    end
  end
end
