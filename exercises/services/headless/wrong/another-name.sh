kubectl apply -f - <<'END'
apiVersion: v1
kind: Service
metadata:
  name: @app@-headless
spec:
  clusterIP: None
  selector:
    app: @app@
  ports:
    - { name: http, port: 8080 }
END
sleep 10
