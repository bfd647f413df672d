kubectl patch deployment @app@ --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/command","value":["sleep","86400"]}]'
sleep 60
