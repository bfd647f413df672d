kubectl patch service @app@ -p '{"spec":{"selector":{"role":null}}}'
sleep 5
