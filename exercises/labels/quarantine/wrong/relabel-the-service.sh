kubectl patch service @app@ -p '{"spec":{"selector":{"state":"healthy"}}}'
