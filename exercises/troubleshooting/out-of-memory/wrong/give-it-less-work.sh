kubectl patch deployment @app@ --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["stress","--vm","1","--vm-bytes","50M"]}]'
sleep 60
