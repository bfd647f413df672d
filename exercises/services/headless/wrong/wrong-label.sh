kubectl apply -f - <<'END'
apiVersion: v1
kind: Service
metadata:
  name: @app@-peers
spec:
  clusterIP: None
  selector:
    app: @app@-peers
  ports:
    - { name: http, port: 8080 }
END
sleep 10
