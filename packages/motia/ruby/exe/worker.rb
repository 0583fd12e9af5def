# The entry point of a Ruby worker process, started by the host with the channel on descriptor 3. Any Ruby can read this
# file, so that one that is too old says so.
if RUBY_VERSION.split('.').first.to_i < 3
  executable = defined?(RbConfig) ? RbConfig.ruby : 'ruby'
  $stderr.puts "Motia needs Ruby 3.0 or newer; this is #{RUBY_VERSION} (#{executable})"
  exit 78
end

library = File.expand_path('../lib', File.dirname(__FILE__))
$LOAD_PATH.unshift(library) unless $LOAD_PATH.include?(library)
require 'motia/worker'
Motia::Worker.start
