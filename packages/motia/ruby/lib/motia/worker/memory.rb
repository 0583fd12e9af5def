# frozen_string_literal: true

require 'etc'

module Motia
  module Worker
    # How much memory the process takes.
    module Memory
      PATH = '/proc/self/statm'

      module_function

      # @return bytes, or nothing where the system does not say
      def rss
        @page ||= Etc.sysconf(Etc::SC_PAGESIZE)
        File.read(PATH).split[1].to_i * @page
      rescue SystemCallError, NotImplementedError
        nil
      end
    end
  end
end
