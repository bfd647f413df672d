kubectl patch deployment @app@ --type=json -p '[{"op":"replace","path":"/spec/template/spec/volumes/0/configMap/name","value":"@app@-config"}]'
sleep 60
